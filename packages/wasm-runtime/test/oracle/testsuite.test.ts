import { missingTestsuite, Testsuite } from "@cofferdam/testing/wasm-oracle/testsuite/commands.ts";
import { runCommands } from "@cofferdam/testing/wasm-oracle/testsuite/run.ts";
import { describe, expect, it } from "vitest";

if (missingTestsuite) console.log(missingTestsuite);

describe.skipIf(missingTestsuite)("the interpreter on the core testsuite", () => {
  it("gives the results and traps that the testsuite asserts", () => {
    using suite = new Testsuite();
    const tallies = suite.names.map((name) => runCommands(suite, name));
    const failed = tallies.flatMap((tally) => tally.failed);
    const passed = tallies.reduce((sum, tally) => sum + tally.passed, 0);
    console.log(`${passed} commands passed, ${failed.length} failed`);
    expect(failed.slice(0, 20)).toEqual([]);
  });
});
