import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { buffersGuest } from "./open.ts";
import { endOf, run, well } from "./run.ts";

const path = buffersGuest();

/** The package without build/ and prebuilds/: as installed where there is no addon for the platform. */
function withoutAddon(): string {
  const root = new URL("..", import.meta.url);
  // inside of the checkout, so that its imports find the packages
  const cache = fileURLToPath(new URL("../../node_modules/.cache/", root));
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(`${cache}memory-`);
  afterAll(() => rmSync(folder, { recursive: true }));
  for (const part of ["dist", "package.json"]) {
    cpSync(new URL(part, root), `${folder}/${part}`, { recursive: true });
  }
  return `${folder}/dist/index.js`;
}

describe("without the addon", () => {
  it("buffers are plain copies, probe() says so, and honest calls come out the same", async () => {
    const child = await run("fallback", [path, withoutAddon()]);
    expect(endOf(child), child.stderr).toEqual(well);
    expect(child.report()).toEqual({
      probe: { supported: true, details: { strength: "copy", guardedBuffer: "copy" } },
      status: { name: "memory", strength: "copy", align: 16 },
      buffer: [0, 0, 0, 0],
      calls: [1, 1, 1, 1],
      // neither the const write nor the one past the end came back, nor did that touch its neighbour
      whole: [1, 1, 1, 1, 0xaa, 1, 1, 1, 1, 1, 1, 1],
      shared: [0, 0xaa, 0, 0],
      numbers: [0, 0xaa00],
      distance: [4, 0],
      empty: 1,
      fault: "signal",
      crashed: [1, 1, 1, 1],
    });
  });
});
