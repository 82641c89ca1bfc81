import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { runChild } from "@cofferdam/testing/child.ts";
import { describe, expect, it } from "vitest";

const require = createRequire(import.meta.url);
const children = new URL("../children/", import.meta.url);

interface Results {
  readonly tests: number;
  readonly calls: number;
}

/** Runs test files on a guarded package; every assertion has to hold. */
async function runTape(name: string, files: readonly string[], timeout: number): Promise<Results> {
  const child = await runChild(new URL("tape.mjs", children), { args: [name, ...files], timeout });
  expect(child, child.stdout.slice(-2000) + child.stderr).toMatchObject({
    status: 0,
    signal: null,
  });
  const line = child.stdout.split("\n").find((text) => text.startsWith('{"tests"')); // tape has the last
  const results = JSON.parse(line ?? "null");
  expect(results).toMatchObject({ fail: 0, faults: {}, state: "open" });
  return results;
}

describe("sodium-native (C, node-gyp-build), through the guard", () => {
  const folder = join(dirname(require.resolve("sodium-native")), "test");
  /** They need packages of their own. */
  const skipped = ["sodium-test.js", "vectors.js"];
  const files = readdirSync(folder).filter(
    (name) => name.endsWith(".js") && !skipped.includes(name),
  );

  it(`passes its own tests, but for ${skipped.join(" and ")}`, async () => {
    const paths = files.map((file) => join(folder, file));
    const { tests, calls } = await runTape("sodium-native", paths, 240_000);
    expect(tests).toBeGreaterThan(700);
    expect(calls).toBeGreaterThan(1000);
  }, 250_000);
});

describe("classic-level (C++, a database on the thread pool), through the guard", () => {
  it("passes the suite of abstract-level", async () => {
    const suite = fileURLToPath(new URL("classic-level-suite.cjs", children));
    const { tests, calls } = await runTape("classic-level", [suite], 240_000);
    expect(tests).toBeGreaterThan(5000);
    expect(calls).toBeGreaterThan(5000);
  }, 250_000);
});
