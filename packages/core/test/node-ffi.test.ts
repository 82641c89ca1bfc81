import { runChild } from "@cofferdam/testing/child.ts";
import { compileGuest } from "@cofferdam/testing/compile.ts";
import { findNode } from "@cofferdam/testing/nodes/find.mjs";
import { describe, expect, it } from "vitest";

const { path: node, missing } = findNode(26);
const fixture = new URL("fixtures/node-ffi.mjs", import.meta.url);
const plain = compileGuest(new URL("guests/plain.c", import.meta.url));
const throwing = compileGuest(new URL("guests/throwing.cc", import.meta.url));

// V8's young generation held small: it would grow more than a leak of ours
const youngHeld = ["--max-semi-space-size=1"];

const segfault = {
  code: "ERR_ISOLATION_SIGNAL",
  symbol: "crash_if",
  fault: expect.objectContaining({ name: "SIGSEGV", address: "0x8" }),
};
const crashed = { error: segfault, after: 7, again: segfault };

/** Runs a scenario of the fixture under Node 26. @returns what it prints */
async function run(scenario: string, layers: string, nodeArgs: string[] = []): Promise<unknown> {
  const { status, signal, stderr, report } = await runChild(fixture, {
    node: node as string,
    nodeArgs: ["--expose-gc", "--no-warnings", ...nodeArgs],
    args: [scenario, layers, plain, throwing],
  });
  expect({ status, signal }, stderr).toEqual({ status: 0, signal: null });
  return report();
}

describe.skipIf(missing)(missing ? `node:ffi (skipped: ${missing})` : "node:ffi of Node 26", () => {
  describe.each(["signals", "signals and stack"])(
    "calls a guarded address, inside %s, and",
    (layers) => {
      it("gets the results of the function behind it", async () => {
        expect(await run("values", layers)).toEqual({
          add: 5,
          scale: 6.5,
          ten: 385,
          length: 10,
          greeting: "moin",
          numbers: [40, 41, 42],
        });
      });

      it("lives on when it crashes, and throws what guard() throws", async () => {
        expect(await run("crash", layers)).toEqual(crashed);
      });

      it("lives on when it overflows its stack", async () => {
        expect(await run("overflow", layers)).toEqual({
          error: expect.objectContaining({ code: "ERR_ISOLATION_STACK_OVERFLOW" }),
          after: expect.any(Number),
        });
      });

      it("lives on when it lets a C++ exception out", async () => {
        expect(await run("panic", layers)).toEqual({
          error: expect.objectContaining({
            code: "ERR_ISOLATION_PANIC",
            fault: expect.objectContaining({ type: "std::out_of_range", reason: "index 3" }),
          }),
          after: 5,
        });
      });

      it("is called back through callbackThunk, also with arguments on the stack, nested and before a crash", async () => {
        expect(await run("callbacks", layers)).toEqual({
          one: 41,
          eight: 12345678,
          nested: 6,
          error: expect.objectContaining({ code: "ERR_ISOLATION_SIGNAL" }),
          after: 41,
          inPlace: layers === "signals" ? 41 : "not tried",
        });
      });

      it("does so in a worker, whose addresses enter nothing when it has ended", async () => {
        expect(await run("worker", layers)).toEqual({
          done: crashed,
          ownMeanwhile: crashed,
          stale: [0, 0],
          differ: true,
        });
      });

      it.each([
        ["", []],
        ["while V8 compacts the heap in every collection", ["--stress-compaction"]],
        ["while V8 collects all the time", ["--gc-interval=100", "--max-semi-space-size=1"]],
      ])("loses nothing in V8's fast calls %s", async (_when, nodeArgs) => {
        const faults = Math.floor(200_000 / 97);
        expect(await run("hot", layers, nodeArgs)).toEqual({
          fast: true,
          seen: { values: 200_000 - faults, faults, wrong: 0 },
          faults: { signal: faults },
        });
      });

      it("leaks nothing in 10,000 faults", async () => {
        const { grown, faults } = (await run("leak", layers, youngHeld)) as {
          grown: number;
          faults: number;
        };
        expect(faults).toBe(30_000);
        expect(grown).toBeLessThan(4 * 1024 ** 2);
      });
    },
  );
});
