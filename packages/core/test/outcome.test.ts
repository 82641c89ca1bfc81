import { isolate, outcome } from "@cofferdam/core";
import { library } from "@cofferdam/ffi";
import { signals } from "@cofferdam/signals";
import { stack } from "@cofferdam/stack";
import { libraryPath } from "@cofferdam/testing/guests/crimes.mjs";
import { describe, expect, it } from "vitest";

describe("outcome(call)", () => {
  it("is the value of a call that went well", () => {
    using lib = isolate([signals()]).openSync(library(libraryPath("honest")));
    const add = lib.func("int add(int a, int b)");
    expect(outcome(() => add(2, 3))).toEqual({ ok: true, value: 5 });
  });

  it("is the fault of a call that did not, and throws what is no fault", () => {
    using lib = isolate([signals()]).openSync(library(libraryPath("null_write")));
    const crash = lib.func("int null_write()");
    expect(outcome(crash)).toMatchObject({ ok: false, fault: { kind: "signal", name: "SIGSEGV" } });
    expect(() => outcome(crash)).toThrow(
      expect.objectContaining({ code: "ERR_ISOLATION_QUARANTINED" }),
    );
  });

  it("is a promise of them for an asynchronous call, or its promise", async () => {
    using lib = isolate([signals(), stack()]).openSync(library(libraryPath("null_write")));
    const crash = lib.func("int null_write()");
    const fault = { ok: false, fault: { kind: "signal", name: "SIGSEGV" } };
    expect(await outcome(() => crash.async())).toMatchObject(fault);
    lib.reopen();
    expect(await outcome(crash.async())).toMatchObject(fault);
    await expect(outcome(() => crash.async())).rejects.toThrow(
      expect.objectContaining({ code: "ERR_ISOLATION_QUARANTINED" }),
    );
    expect(await outcome(Promise.resolve(5))).toEqual({ ok: true, value: 5 });
  });
});
