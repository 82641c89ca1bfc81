import { runChild } from "@cofferdam/testing/child.ts";
import { compileGuest } from "@cofferdam/testing/compile.ts";
import { describe, expect, it } from "vitest";

const fixture = new URL("fixtures/refusals.mjs", import.meta.url);
const guest = compileGuest(new URL("guests/own_stack.c", import.meta.url));

/** What ARCHITECTURE.md says: how the process ends, and its line on stderr. */
const ends = [
  [
    "a fault of the host in a registered callback",
    ...["registered", "SIGSEGV"],
    "cofferdam: not recovered: the fault is in host code that the guest called\n",
  ],
  ["a fault of the host in a callback, in place", "in place", "SIGSEGV", ""],
  ["a fault where the thread's own stack cannot be found", "own stack", "SIGSEGV", ""],
  [
    "a call that is refused there",
    ...["refused on its own stack", "SIGABRT"],
    "cofferdam: a refused call came from a stack that is not the thread's\n",
  ],
] as const;

describe("the process", () => {
  it.each(ends)("dies of %s, and says so or is silent", async (_what, scenario, signal, line) => {
    const child = await runChild(fixture, { args: [scenario, guest] });
    expect(child).toMatchObject({ status: null, signal, stdout: "", stderr: line });
  });
});
