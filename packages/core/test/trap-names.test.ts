import { constants } from "node:os";
import { describe, expect, it } from "vitest";
import { codeName, registersByName, signalName } from "../dist/trap-names.js";

const caught = ["SIGSEGV", "SIGBUS", "SIGFPE", "SIGILL", "SIGABRT", "SIGTRAP", "SIGSYS"] as const;

describe("signalName(signal)", () => {
  it.each(caught)("knows %s by the number that this system gives it", (name) => {
    expect(signalName(constants.signals[name])).toBe(name);
  });

  it("falls back to the number", () => {
    expect(signalName(99)).toBe("signal 99");
  });
});

describe("codeName(signal, code)", () => {
  it.each([
    [11, 1, "SEGV_MAPERR"],
    [11, 2, "SEGV_ACCERR"],
    [11, 128, "SI_KERNEL"],
    [7, 2, "BUS_ADRERR"],
    [8, 1, "FPE_INTDIV"],
    [8, 3, "FPE_FLTDIV"],
    [4, 2, "ILL_ILLOPN"],
    [5, 1, "TRAP_BRKPT"],
    [31, 1, "SYS_SECCOMP"],
    [6, -6, "SI_TKILL"],
    [11, 0, "SI_USER"],
    [11, 77, "code 77"],
  ])("calls code %i/%i %s", (signal, code, name) => {
    expect(codeName(signal, code)).toBe(name);
  });
});

describe("registersByName(values)", () => {
  it("names the values in the order that the catcher copies them", () => {
    const values = Array.from({ length: 18 }, (_, index) => `0x${index}`);
    const named = registersByName(values);
    expect(named).toMatchObject({ rax: "0x0", rsp: "0x7", r8: "0x8", rip: "0x16", eflags: "0x17" });
    expect(Object.keys(named)).toHaveLength(18);
  });
});
