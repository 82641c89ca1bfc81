import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { isolate, outcome } from "@cofferdam/core";
import { buildComponents, componentPath } from "@cofferdam/testing/wasm/components/build.mjs";
import { beforeAll, describe, expect, it } from "vitest";
import { type ComponentInstance, component } from "../../src/components/index.ts";
import { reportOf, wasm } from "../../src/index.ts";
import { hosts, openNamed } from "./open.ts";

beforeAll(() => buildComponents());

const BUILT = componentPath("greeter");
const openGreeter = (imports = {}) =>
  openNamed("greeter", { imports: { ...hosts.greeter, ...imports } });

describe("component(…).exports", () => {
  it("has functions of the world and of its interfaces, by the types of WIT", async () => {
    const { exports } = await openGreeter();
    expect(exports.greet("Ada ✓")).toBe("Hello, Ada ✓!");
    expect(exports.texts.summarize(["one three", "", "five"])).toEqual({
      words: 3,
      longest: "three",
    });
    expect(exports.texts.double([1, 2, 2 ** 31])).toEqual(new Uint32Array([2, 4, 0]));
    expect(exports["example:greeter/texts@1.2.0"]).toBe(exports.texts);
  });

  it("throws the error of a result, and goes on with the same instance", async () => {
    const { exports } = await openGreeter();
    const counter = new exports.texts.Counter(7);
    expect(() => exports.texts.summarize([])).toThrow(
      expect.objectContaining({ payload: "nothing to summarize" }),
    );
    expect(counter.next()).toBe(7);
  });

  it("has classes of resources, whose objects end where they are told to", async () => {
    const { exports } = await openGreeter();
    const [one, two] = [new exports.texts.Counter(1), new exports.texts.Counter(10)];
    expect([one.next(), two.next(), one.next()]).toEqual([1, 10, 2]);
    expect(one).toBeInstanceOf(exports.texts.Counter);
    one[Symbol.dispose]();
    expect(() => one.next()).toThrow();
    expect(two.next()).toBe(11);
  });

  it("calls functions that it was granted", async () => {
    const notes: string[] = [];
    const { exports } = await openGreeter({ note: (line: string) => notes.push(line) });
    expect(exports.shout("hey")).toBe("HEY");
    expect(notes).toEqual(["hey"]);
  });

  it("throws what a function of the host has thrown, and begins anew after that", async () => {
    const thrown = new TypeError("no note today");
    let isBroken = true;
    const guest = await openGreeter({
      note: () => {
        if (isBroken) throw thrown;
      },
    });
    const counter = new guest.exports.texts.Counter(1);
    expect(() => guest.exports.shout("hey")).toThrow(thrown);
    isBroken = false;
    expect(guest.exports.shout("hey")).toBe("HEY");
    expect(() => counter.next()).toThrow(expect.objectContaining({ code: "ERR_HANDLE_LOST" }));
    expect(guest.status()).toMatchObject({ state: "open", faults: {} });
  });

  it("lets a function of the host call the component that calls it", async () => {
    const greeted: unknown[] = [];
    const guest = await openGreeter({
      note: (line: string) => greeted.push(guest.exports.greet(line)),
    });
    expect(guest.exports.shout("hey")).toBe("HEY");
    expect(greeted).toEqual(["Hello, hey!"]);
  });

  it("ends the outer call as well when an inner one had a fault, though the host has caught it", async () => {
    let calls = 0;
    const guest: ComponentInstance = await openNamed("villain", {
      imports: {
        "example:villain/host": {
          give: () => {
            calls++;
            expect(outcome(() => guest.exports.stop())).toMatchObject({ fault: { kind: "trap" } });
          },
        },
      },
      wasi: {},
    });
    expect(outcome(() => guest.exports.lieToHost(1024, 1))).toMatchObject({
      fault: { kind: "trap" },
    });
    expect(calls).toBe(1);
    expect(guest.exports.recurse(5)).toBe(5);
    expect(guest.status().faults).toEqual({ trap: 1 });
  });

  it("refuses arguments of the wrong type as the host's mistake", async () => {
    const guest = await openGreeter();
    expect(() => guest.exports.greet(5)).toThrow(TypeError);
    expect(guest.exports.greet("Ada")).toBe("Hello, Ada!");
    expect(guest.status().faults).toEqual({});
  });
});

describe("component(…).call(symbol, ...args)", () => {
  it("measures a call", async () => {
    const guest = await openGreeter();
    const { value, report } = guest.call("shout", "hey");
    expect(value).toBe("HEY");
    expect(report).toMatchObject({ hostCalls: 2, stdout: "", memoryPeak: 131_072 });
    expect(report.fuel).toBeGreaterThan(100);
    expect(report.wall).toBeGreaterThan(report.hostTime);
    expect(Object.isFrozen(report)).toBe(true);
  });

  it("takes as much fuel for the same call each time", async () => {
    const [one, two] = [await openGreeter(), await openGreeter()];
    const { fuel } = one.call("greet", "Ada").report;
    expect(two.call("greet", "Ada").report.fuel).toBe(fuel);
    one.reset();
    expect(one.call("greet", "Ada").report.fuel).toBe(fuel);
  });

  it("finds functions of interfaces by both names, and refuses what is none", async () => {
    const guest = await openGreeter();
    expect(guest.call("texts#double", [1]).value).toEqual(new Uint32Array([2]));
    expect(guest.call("example:greeter/texts@1.2.0#double", [1]).value).toEqual(
      new Uint32Array([2]),
    );
    for (const odd of ["texts", "texts#Counter", "nothing", "constructor"]) {
      expect(() => guest.call(odd)).toThrow(expect.objectContaining({ code: "ERR_WASM_EXPORT" }));
    }
  });

  it("remembers the report of a call that failed", async () => {
    const guest = await openNamed("villain", { imports: hosts.villain, wasi: {} });
    try {
      guest.call("stop");
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({ code: "ERR_ISOLATION_TRAP" });
      expect(reportOf(error)?.memoryPeak).toBeGreaterThan(65_536);
    }
  });
});

describe("component(source, options)", () => {
  it("opens bytes, and gives their digest", async () => {
    const bytes = readFileSync(BUILT);
    const target = component(bytes, { imports: hosts.greeter });
    const guest = await isolate([wasm()]).open(target);
    expect(guest.sha256).toBe(createHash("sha256").update(bytes).digest("hex"));
    expect(guest.exports.greet("Ada")).toBe("Hello, Ada!");
    expect(guest.status()).toMatchObject({
      target: "wasm component",
      kind: "wasm-component",
      calls: 1,
    });
  });

  it("opens without the layer, and then nothing is limited", async () => {
    const guest = await isolate([]).open(component(BUILT, { imports: hosts.greeter }));
    expect(guest.exports.greet("Ada")).toBe("Hello, Ada!");
    expect(guest.call("greet", "Ada").report.fuel).toBe(0);
  });

  it("ends all calls when it is disposed", async () => {
    const guest = await openGreeter();
    guest.dispose();
    guest.dispose();
    expect(() => guest.exports.greet("Ada")).toThrow(
      expect.objectContaining({ code: "ERR_TARGET_DISPOSED" }),
    );
    expect(() => guest.reset()).toThrow(expect.objectContaining({ code: "ERR_TARGET_DISPOSED" }));
  });
});
