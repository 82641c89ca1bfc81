import {
  type Fault,
  type FaultKind,
  faultTable,
  IsolationError,
  isolationError,
} from "@cofferdam/core";
import { describe, expect, it } from "vitest";

const frames = [
  { pc: "0x10", module: "/lib/libx.so", moduleOffset: "0x10" },
  { pc: "0x20", symbol: "inner", offset: 4, module: "/lib/libx.so", moduleOffset: "0x20" },
];
const trap = { pc: "0x10", address: "0x0", frames, term: ["native_signal", 11] as const };

/** One fault of every kind, with what its error says. */
const examples: { [K in FaultKind]: readonly [Extract<Fault, { kind: K }>, string, string] } = {
  signal: [
    { kind: "signal", signal: 11, name: "SIGSEGV", code: 1, codeName: "SEGV_MAPERR", ...trap },
    "SignalError",
    "raised SIGSEGV: SEGV_MAPERR at inner+0x4, address 0x0",
  ],
  "stack-overflow": [
    { kind: "stack-overflow", limit: 65536, ...trap },
    "StackOverflowError",
    "overflowed its stack of 65536 bytes: at inner+0x4",
  ],
  panic: [
    {
      kind: "panic",
      language: "C++",
      type: "std::out_of_range",
      reason: "index 3",
      frames,
      term: ["native_panic", "index 3", frames],
    },
    "PanicError",
    "panicked: C++ std::out_of_range: index 3",
  ],
  timeout: [
    { kind: "timeout", limit: 50, elapsed: 52 },
    "TimeoutError",
    "took 52 ms: its limit is 50 ms",
  ],
  fuel: [{ kind: "fuel", limit: 1000 }, "FuelError", "used up its 1000 units of fuel"],
  "memory-limit": [
    { kind: "memory-limit", limit: 10, amount: 20 },
    "MemoryLimitError",
    "asked for 20 bytes: its limit is 10 bytes",
  ],
  trap: [
    { kind: "trap", reason: "unreachable", frames: [] },
    "TrapError",
    "trapped: unreachable at an unknown place",
  ],
  exit: [
    { kind: "exit", exitCode: null, signal: "SIGKILL" },
    "ExitError",
    "lost its helper process: SIGKILL",
  ],
  violation: [
    { kind: "violation", action: "connect", resource: "127.0.0.1:80", rule: "network = false" },
    "ViolationError",
    "asked for connect 127.0.0.1:80: network = false does not allow it",
  ],
  protocol: [
    { kind: "protocol", reason: "unknown message 9", offset: 4 },
    "ProtocolError",
    "broke the protocol: unknown message 9 at byte 4",
  ],
  "guest-error": [
    { kind: "guest-error", name: "TypeError", message: "x is not a function" },
    "GuestError",
    "threw TypeError: x is not a function",
  ],
  "buffer-overrun": [
    { kind: "buffer-overrun", argument: 1, offset: 100, access: "overrun", pc: "0x1f", frames: [] },
    "BufferOverrunError",
    "touched argument 1 at offset 100: overrun at 0x1f",
  ],
};
const place = { target: "libx.so", symbol: "parse", layer: "signals" };

describe("isolationError(fault, place)", () => {
  it("has an example of every kind here", () => {
    expect(Object.keys(examples).sort()).toEqual(Object.keys(faultTable).sort());
  });

  it.each(Object.values(examples))("gives $kind its class, code, words and place", (...row) => {
    const [fault, name, message] = row;
    const error = isolationError(fault, place);
    expect(error).toBeInstanceOf(IsolationError);
    expect(error).toBeInstanceOf(faultTable[fault.kind].Error);
    expect(error).toMatchObject({ name, code: faultTable[fault.kind].code, fault, ...place });
    expect(error.message).toBe(`parse ${message} (caught by signals)`);
    expect(error.code).toBe(`ERR_ISOLATION_${fault.kind.toUpperCase().replace("-", "_")}`);
  });

  it.each(Object.values(examples))("lets the fault of $kind cross a wire as JSON", (fault) => {
    expect(JSON.parse(JSON.stringify(fault))).toEqual(fault);
  });

  it("says what a helper that is lost called last, and its last line of output, quoted and shortened", () => {
    const [exit] = examples.exit;
    const lost = { ...exit, signal: "SIGABRT", lastCall: "print" };
    const messageOf = (output: string) => isolationError({ ...lost, output }, place).message;
    const start = "parse lost its helper process: SIGABRT, last call print";
    expect(messageOf("loading\r\nfree(): \u001b[1minvalid pointer\n\n")).toBe(
      `${start}; it wrote "free(): \\u001b[1minvalid pointer" (caught by signals)`,
    );
    const uncaught = "file:///a.js:1\nboom\n\nTypeError: no\n    at a.js:1:1\n\nNode.js v20.20.2\n";
    expect(messageOf(uncaught)).toBe(`${start}; it wrote "TypeError: no" (caught by signals)`);
    expect(messageOf("x".repeat(5000))).toBe(
      `${start}; it wrote "${"x".repeat(120)}…" (caught by signals)`,
    );
    expect(messageOf(" \n")).toBe(`${start} (caught by signals)`);
  });

  it("names file and offset where no frame has a symbol", () => {
    const [fault] = examples.signal;
    const bare = isolationError({ ...fault, frames: frames.slice(0, 1), address: null }, place);
    expect(bare.message).toBe(
      "parse raised SIGSEGV: SEGV_MAPERR at libx.so+0x10 (caught by signals)",
    );
  });

  it("keeps what JavaScript threw in the same call as its cause", () => {
    const cause = new Error("in a callback");
    expect(isolationError(examples.fuel[0], place, { cause }).cause).toBe(cause);
  });
});
