import { differences, type Line } from "@cofferdam/testing/wasm-spec/report.mjs";
import { runSuite } from "@cofferdam/testing/wasm-spec/run-suite.mjs";
import { missingSuite } from "@cofferdam/testing/wasm-spec/suite.mjs";
import { beforeAll, describe, expect, it } from "vitest";
import { FAILURES, isAllowedSince, MOST_FAILURES } from "./known.ts";
import { metering } from "./metering.ts";

const missing = missingSuite();
const major = Number.parseInt(process.versions.node, 10);
const title = "the WebAssembly core testsuite";

describe.skipIf(missing)(missing ? `${title} (skipped: ${missing})` : title, () => {
  let original: readonly Line[];
  let rewritten: readonly Line[];

  beforeAll(async () => {
    // one after the other: the first makes the scripts that both run
    original = await runSuite();
    rewritten = await runSuite({ transform: metering() });
  });

  it("passes in this V8, but for what it lacks", () => {
    const failed = original.filter(({ result }) => result.startsWith("fail"));
    const wast = failed.filter(({ script }) => /^wast\/[^/]+$/.test(script));
    const places = wast.map(({ script, line }) => `${script}:${line}`);
    if (MOST_FAILURES[major] === undefined) expect(places).toEqual(FAILURES);
    else expect(places.length).toBeLessThanOrEqual(MOST_FAILURES[major]);
    const json = failed.filter(({ script }) => script.startsWith("json/"));
    expect(json.filter((line) => !isAllowedSince(line))).toEqual([]);
  });

  it("runs more than a hundred thousand commands that pass", () => {
    const passed = original.filter(({ result }) => result.startsWith("pass"));
    expect(passed.length).toBeGreaterThan(110_000);
  });

  it("leaves out only what is about the text format", () => {
    const reasons = original.flatMap(({ result, type }) =>
      result.startsWith("unsupported") && !/^assert_(malformed|invalid)_custom$/.test(type)
        ? [result]
        : [],
    );
    expect(new Set(reasons)).toEqual(new Set(["unsupported: it is about the text format"]));
  });

  it("comes out the same on rewritten modules: results, traps and refusals", () => {
    expect(differences(original, rewritten)).toEqual([]);
  });
});
