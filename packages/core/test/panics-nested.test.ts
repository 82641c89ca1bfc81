import { type IsolationError, isolate } from "@cofferdam/core";
import { koffi, library } from "@cofferdam/ffi";
import { deadline, signals } from "@cofferdam/signals";
import { stack } from "@cofferdam/stack";
import { compileGuest } from "@cofferdam/testing/compile.ts";
import { beforeAll, describe, expect, it } from "vitest";

const path = compileGuest(new URL("guests/talking.cc", import.meta.url));
const heard = koffi.pointer(koffi.proto("void Heard(int what)"));
const limits = { timeout: 20_000 };
const lists = [
  ["signals", () => [signals({ afterFault: "continue" })]],
  ["signals, stack", () => [signals({ afterFault: "continue" }), stack()]],
  [
    "signals, deadline, stack",
    () => [signals({ afterFault: "continue" }), deadline(limits), stack()],
  ],
] as const;

describe.each(lists)("an exception that leaves a guest, inside %s", (_name, layers) => {
  const guest = isolate(layers()).openSync(library(path));
  const said: number[] = [];
  const listen = guest.register((what: number) => {
    said.push(what);
    JSON.stringify(Array(2000).fill(what)); // uses some stack
  }, heard);
  const callWith = guest.func("void call_with(void *given)");
  beforeAll(() => callWith(listen)); // one library for all lists

  it.each([
    ["throw_talks", "panic", "talks", [7, 7, 7]],
    ["throw_dies", "panic", "dies", [8]],
    ["terminate_talks", "signal", "talks", [7, 7, 7]],
  ])("may call back into JavaScript while it is described: %s", (name, kind, reason, calls) => {
    const call = guest.func(`void ${name}()`);
    for (let time = 0; time < 3; time++) {
      said.length = 0;
      const { fault } = errorOf(call);
      expect(fault).toMatchObject({ kind });
      expect(fault.kind === "panic" ? fault.reason : reasonOf(fault)).toBe(reason);
      // libstdc++ itself asks what() for the line that it prints
      expect(said.slice(-calls.length)).toEqual(calls);
    }
  });

  it.each(["just_abort", "just_terminate"])(
    "is left alone when a call inside of its catch block ends in an abort: %s",
    (name) => {
      const faults: unknown[] = [];
      const abort = guest.func(`void ${name}()`);
      const inner = guest.register(() => faults.push(errorOf(abort).fault), heard);
      const callInCatch = guest.func("int call_in_catch(void *inner)");
      for (let time = 0; time < 3; time++) expect(callInCatch(inner)).toBe(1);
      expect(faults).toHaveLength(3);
      for (const fault of faults) {
        expect(fault).toMatchObject({ kind: "signal", name: "SIGABRT" });
        expect(fault).not.toHaveProperty("exception");
      }
    },
  );
});

function errorOf(call: () => unknown): IsolationError {
  try {
    call();
  } catch (error) {
    return error as IsolationError;
  }
  throw new Error("nothing was thrown");
}

function reasonOf(fault: IsolationError["fault"]): string | undefined {
  return fault.kind === "signal" ? fault.exception?.reason : undefined;
}
