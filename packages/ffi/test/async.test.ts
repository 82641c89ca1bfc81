import { describe, expect, it } from "vitest";
import { type AsyncScript, asyncResultOf } from "./run-async.js";

const resultOf = (scenario: string, more: Partial<AsyncScript> = {}) =>
  asyncResultOf({ script: "async-calls", scenario, ...more });
const GIVEN_UP = { error: "given up" };

describe("more asynchronous calls than koffi takes", () => {
  it.each([
    ["1,000 at once", 1000],
    ["5,000 at once", 5000],
    ["30,000 at once", 30_000],
  ])("wait for their turn, and are all answered: %s", async (scenario, right) => {
    expect(await resultOf(scenario)).toBe(right);
  });

  it("wait longer where the application allows koffi fewer; all other settings stay", async () => {
    const env = { MAX_ASYNC_CALLS: "10" };
    expect(await resultOf("1,000 at once", { env })).toBe(1000);
    expect(await resultOf("settings", { env })).toEqual([10, 10, 2 ** 22]);
    expect(await resultOf("settings")).toEqual([256, 32, 2 ** 22]);
  });

  it("are started in the order they came in", async () => {
    expect(await resultOf("inOrder")).toBe(true);
  });

  it("may all fail at once: none keeps its place", async () => {
    const [wrong, queued, after] = (await resultOf("manyFailures")) as unknown[];
    const all = { "error,Unexpected String value, expected number": 5000 };
    expect({ wrong, queued, after }).toEqual({ wrong: all, queued: all, after: 3 });
  });

  it("take no more slots of the gate, burst after burst", async () => {
    expect(await resultOf("bursts", { env: { UV_THREADPOOL_SIZE: "128" } })).toBe(20_000);
  });

  it("take no more slots of the gate when their functions are forgotten", async () => {
    expect(await resultOf("manyFunctions")).toBe(16_000);
  });
});

describe("an AbortSignal", () => {
  it("that was aborted before: nothing is called", async () => {
    expect(await resultOf("abortedBefore")).toEqual([true, "AbortError", 0, 0]);
  });

  it("takes calls out of the queue, and leaves the others in it", async () => {
    const kept = "1,2,3,4,5,6,7,8,9,10";
    const calls = 10 + 1;
    expect(await resultOf("abortedWhileQueued")).toEqual([
      { "error,given up": 40 },
      ...[kept, calls, 0],
    ]);
  });

  it("rejects at once while the call runs on; its library is busy until it has ended", async () => {
    const busy = { error: "ERR_TARGET_BUSY" };
    expect(await resultOf("abortedWhileRunning")).toEqual([GIVEN_UP, busy, GIVEN_UP, 8, 0]);
  });

  it("ends a running call where a deadline() can, and no other call of that function", async () => {
    const values = Array.from({ length: 40 }, (_, number) => number);
    const rounds = [1, 2, 3].flatMap((round) => [GIVEN_UP, round + 1]);
    expect(await resultOf("abortedForGood")).toEqual([rounds, values, { timeout: 3 }]);
  });

  it("may be one for hundreds of calls, ends them all, and keeps no listener when they have ended", async () => {
    expect(await resultOf("manyOnOneSignal")).toEqual([1, 0, 50, 0]);
  });

  it("does not hide a fault: the library is quarantined all the same", async () => {
    expect(await resultOf("faultAfterAbort")).toEqual([GIVEN_UP, "0x10"]);
  });
});

describe("a promise of an asynchronous call", () => {
  it("rejects where a synchronous call would throw, in koffi's words; nothing is thrown at once", async () => {
    const koffis = (message: string) => ({ error: message });
    expect(await resultOf("refusals")).toEqual([
      koffis("Expected 2 arguments, got 0"),
      koffis("Expected 2 arguments, got 1"),
      koffis("Unexpected String value, expected number"),
      koffis("Unexpected Null value, expected number"),
      { error: "ERR_OPTION_TYPE" }, // koffi's own callback
      { error: "ERR_OPTION_TYPE" }, // a bare signal
      { error: "ERR_OPTION_TYPE" },
      { error: "ERR_OPTION_RANGE" },
      ...Array(4).fill({ value: 3 }),
      koffis("Unexpected String value, expected IntToInt *"),
      koffis("Unexpected String value, expected number"),
    ]);
  });

  it("rejects with an error whose stack names the function that waits", async () => {
    const message = expect.stringMatching(
      /^SignalError: write_to raised SIGSEGV: .* at write_to\+/,
    );
    const error = [message, true, "SignalError"];
    expect(await resultOf("whoWaits")).toEqual([error, error]); // the second was given a signal
  });

  it("keeps its arguments, its function and its library in memory", async () => {
    expect(await resultOf("collectedMeanwhile")).toBe(3 * 2 ** 20);
  });

  it("fills output parameters after a good end, and leaves them alone after a fault", async () => {
    const filled = [{ value: 0 }, { number: 5, text: "filled" }, ["filled"]];
    const crash = { symbol: "fill", kind: "signal", address: "0x70" };
    expect(await resultOf("outputs")).toEqual([
      filled,
      [crash, { number: 1, text: "mine" }, ["mine"]],
      filled,
      { error: "ERR_PROTOTYPE_UNSUPPORTED" }, // _Inout_ with a pointer in it
    ]);
  });
});

describe("a fault of an asynchronous call", () => {
  it("quarantines: calls that run end, those that wait are refused, after reopen() all is well", async () => {
    const result = (await resultOf("quarantinedInTheMiddle")) as Record<string, unknown>;
    expect(result).toMatchObject({
      first: { "symbol,hold_and_write,kind,signal,address,0x40": 1, "value,1": 1 },
      events: [["hold_and_write", "0x40"]],
      refused: { error: "ERR_ISOLATION_QUARANTINED" },
      ...{ after: 5, faults: { signal: 1 }, state: "open", reopened: 1 },
    });
    const { "error,ERR_ISOLATION_QUARANTINED": refused = 0, ...values } = result.then as Record<
      string,
      number
    >;
    expect(refused).toBeGreaterThan(0);
    expect(refused + Object.keys(values).length).toBe(200); // each was answered, none twice
  });
});

describe("a library", () => {
  it("is busy while its calls run, and can be reopened and disposed afterwards", async () => {
    const busy = { error: "ERR_TARGET_BUSY" };
    const all = Array(6).fill(1);
    const disposed = { error: "ERR_TARGET_DISPOSED" };
    expect(await resultOf("busyWhileCallsRun")).toEqual([[busy, busy], all, 9, disposed]);
  });

  it("refuses calls that were waiting when it was disposed", async () => {
    const refused = Array(5).fill("ERR_TARGET_DISPOSED");
    expect(await resultOf("disposedWhileQueued")).toEqual([refused, "disposed"]);
  });

  it("counts asynchronous calls in status(), in one row with the synchronous ones", async () => {
    expect(await resultOf("counts")).toEqual({
      calls: 252,
      functions: [
        ["add", 251, "switched"],
        ["write_to", 1, "switched"],
      ],
      faults: { signal: 1 },
    });
  });

  it("tells listeners of `cofferdam:call` of asynchronous calls, until they are settled", async () => {
    const good = ["start", "end", "asyncStart", "asyncEnd"];
    const bad = ["start", "end", "error", "asyncStart", "asyncEnd"];
    const expected = [...good.map((one) => `${one} add`), ...bad.map((one) => `${one} write_to`)];
    expect(await resultOf("events")).toEqual(expected);
  });
});

describe("a callback of an asynchronous call", () => {
  it("runs JavaScript, may call on, and may throw: the promise rejects, where koffi ends the process", async () => {
    const thrown = { error: "thrown by a callback" };
    expect(await resultOf("callbacks")).toEqual({
      plain: 42,
      manyAtOnce: Array.from({ length: 100 }, (_, n) => 2 * n).join(),
      nested: [15, [105, 6]],
      same: true,
      guestGoesOn: [thrown, 2],
      nothingThrown: { error: "undefined" },
      causeOfFault: { symbol: "apply_and_write", kind: "signal", address: "0x80", cause: thrown },
      faultInside: { symbol: "write_to", kind: "signal", address: "0x90" },
      inStructs: [102, 102, 105, thrown, thrown, "function"],
      leaked: 3000,
      registered: [1001, 1002],
      afterwards: 6,
    });
  });

  it("that was registered and throws is an uncaught exception, as with koffi", async () => {
    expect(await resultOf("thrownByRegistered")).toBe("thrown by a registered callback");
  });
});
