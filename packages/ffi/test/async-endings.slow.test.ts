import { killLater } from "@cofferdam/testing/child.ts";
import { describe, expect, it } from "vitest";
import { type AsyncScript, asyncResultOf, startAsync } from "./run-async.js";

const script = (scenario: string, more: Partial<AsyncScript> = {}): AsyncScript => ({
  ...{ script: "async-endings", scenario },
  ...more,
});

describe("asynchronous calls of several JavaScript threads", () => {
  it("are told apart: two workers and the main thread at once, a third of the calls good", async () => {
    const exitCodes = [0, 0];
    expect(await asyncResultOf(script("everywhere"))).toEqual([1200, 1200, 1200, ...exitCodes]);
  });

  it("leave a well process when only a worker ever made some", async () => {
    expect(await asyncResultOf(script("onlyInWorker"))).toBe(1200);
  });
});

describe("while asynchronous calls run,", () => {
  it.each(["plain", "good", "crashing"])(
    "process.exit() waits for them and exits, as with plain koffi: calls that are %s",
    async (what) => {
      const child = await startAsync(script(`exiting: ${what}`));
      expect(child).toMatchObject({ status: 3, signal: null, timedOut: false, stderr: "" });
    },
  );

  it.each(["plain calling back", "calling back"])(
    "process.exit() waits for a callback that cannot run any more, as with plain koffi: %s",
    async (what) => {
      const when = { text: "exits", run: killLater };
      const child = await startAsync(script(`exiting: ${what}`, { when }));
      expect(child).toMatchObject({ signal: "SIGKILL", timedOut: false, stderr: "" });
    },
  );

  it.each(["plain", "plain calling back"])(
    "terminate() of their worker waits for them with plain koffi, and the process goes on: %s",
    async (what) => {
      expect(await asyncResultOf(script(`terminated: ${what}`))).toEqual(["ended"]);
    },
  );

  it.each(["good", "crashing", "calling back"])(
    "terminate() of their worker waits for them, and other threads go on: calls that are %s",
    async (what) => {
      const crash = { symbol: "nap_and_write", kind: "signal", address: "0x20" };
      expect(await asyncResultOf(script(`terminated: ${what}`))).toEqual(["ended", 1, crash]);
    },
  );
});

describe("a fault that nobody waits for", () => {
  it("ends the process as any unhandled rejection, and the error tells what happened", async () => {
    const child = await startAsync(script("unhandled"));
    expect(child).toMatchObject({ status: 1, signal: null, timedOut: false });
    expect(child.stderr).toMatch(/SignalError: write_to raised SIGSEGV: SEGV_MAPERR at write_to\+/);
    expect(child.stderr).toMatch(/kind: 'signal'/);
  });
});
