import { nodes } from "@cofferdam/testing/nodes/find.mjs";
import { differences, type Line } from "@cofferdam/testing/wasm-spec/report.mjs";
import { runSuite } from "@cofferdam/testing/wasm-spec/run-suite.mjs";
import { missingSuite } from "@cofferdam/testing/wasm-spec/suite.mjs";
import { beforeAll, describe, expect, it } from "vitest";
import { metering } from "./metering.ts";

const noSuite = missingSuite();

describe.each(nodes())("the WebAssembly core testsuite on Node $major", ({ path, missing }) => {
  const why = missing ?? noSuite;
  describe.skipIf(why)(why ? `(skipped: ${why})` : "comes out the same, rewritten", () => {
    const node = path as string;
    let original: readonly Line[];

    beforeAll(async () => {
      original = await runSuite({ node });
    });

    it.each([
      ["charging fuel", ""],
      ["charging fuel, in slices that do not last, and counting depth", "slice=10000&stack=true"],
      ["charging fuel, with a refill at every check", "slice=1"],
      ["charging fuel that traps", "mode=trap"],
      ["counting depth only", "mode=none&stack=true"],
      ["as they are, once read and written", "mode=none&stack=false"],
    ])("%s", async (_, options) => {
      const rewritten = await runSuite({ node, transform: metering(options) });
      expect(differences(original, rewritten)).toEqual([]);
    });
  });
});
