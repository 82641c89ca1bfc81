import { readdirSync } from "node:fs";
import { type IsolationLayer, isolate } from "@cofferdam/core";
import { library } from "@cofferdam/ffi";
import { processHelper } from "@cofferdam/process-helper";
import { describe, expect, it } from "vitest";

const libc = (layers: readonly IsolationLayer[] = []) =>
  isolate([processHelper({ spare: 0 }), ...layers]).open(library("libc.so.6"));

describe("InFlight", () => {
  it("sends what found no room, also when a synchronous call came in between", async () => {
    using lib = await libc();
    const abs = lib.func("int abs(int)");
    const nap = lib.func("int usleep(uint32_t us)");
    const calls = Array.from({ length: 700 }, (_, n) => abs.async(-n));
    await null; // as many as there may be are sent
    nap(2000);
    expect(await Promise.all(calls)).toEqual(Array.from({ length: 700 }, (_, n) => n));
  });

  it("sends what is behind calls that cannot cross", async () => {
    using lib = await libc();
    const strlen = lib.func("size_t strlen(const char *text)");
    const refused = Array.from({ length: 40 }, () => strlen.async(Symbol("no") as never));
    const last = strlen.async("last");
    for (const { status } of await Promise.allSettled(refused)) expect(status).toBe("rejected");
    expect(await last).toBe(4);
  });

  it("rejects an open whose recipe cannot cross", async () => {
    const recipe = { module: import.meta.url, export: "none", args: [new Map()] };
    await expect(libc([{ name: "odd", recipe }])).rejects.toMatchObject({ code: "ERR_WIRE_VALUE" });
  });

  it("refuses a call that an argument's getter makes, which would take another's place", async () => {
    using lib = await libc();
    const abs = lib.func("int abs(int)");
    const strlen = lib.func("size_t strlen(const char *text)");
    let thrown: unknown;
    const odd = {
      get text() {
        try {
          return abs(-1);
        } catch (error) {
          thrown = error;
          return 0;
        }
      },
    };
    const [first, second] = await Promise.allSettled([abs.async(-5), strlen.async(odd)]);
    expect(first).toEqual({ status: "fulfilled", value: 5 });
    expect(second.status).toBe("rejected"); // it is no text
    expect(thrown).toBeInstanceOf(TypeError);
    expect(abs(-2)).toBe(2);
  });
});

describe("opening with options that the launcher refuses", () => {
  it("gives back what was held for the library", () => {
    const guard = isolate([processHelper({ confinement: { memory: "x" as never } })]);
    const open = () => guard.openSync(library("libc.so.6"));
    expect(open).toThrow(/Expected/);
    const before = readdirSync("/proc/self/fd").length;
    for (let n = 0; n < 12; n++) expect(open).toThrow(/`memory`/);
    expect(readdirSync("/proc/self/fd").length).toBe(before);
  });
});
