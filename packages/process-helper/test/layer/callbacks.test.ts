import { SignalError } from "@cofferdam/core";
import { describe, expect, it } from "vitest";
import { code, type Lab, openIn, openLab, thrownBy } from "./lab.js";
import { lists } from "./lists.js";

const CALL = "int call(Callback *callback, int x)";
const double = (x: number) => 2 * x;

describe.each(lists)("a function that is passed to a library in [%s]", (_name, layers) => {
  const lab = openIn(layers({ timeout: 0 }));
  const call = lab.func(CALL);

  it("may call the library, whose callbacks may, three deep and more", async () => {
    const deep = (x: number): unknown => (x === 0 ? 0 : Number(call(deep, x - 1)) + 1);
    expect(call(deep, 3)).toBe(3);
    expect(call(deep, 30)).toBe(30);
    expect(await call.async(deep, 3)).toBe(3);
  });

  it.each([
    ["an error", new RangeError("mine")],
    ["an object", { mine: true }],
  ])("throws %s, and that very one comes out", async (_what, mine) => {
    const throwing = () => {
      throw mine;
    };
    expect(thrownBy(() => call(throwing, 1))).toBe(mine);
    expect(thrownBy(() => call((x: number) => call(throwing, x), 1))).toBe(mine);
    expect(await call.async(throwing, 1).catch((error: unknown) => error)).toBe(mine);
    expect(call(double, 4)).toBe(8);
  });

  it("hands on the fault of another library that it called", () => {
    using other = openIn(layers({ timeout: 0 }));
    const crash = other.func("int crash(int x)");
    const error = thrownBy(() => call(() => crash(0), 1));
    expect(error).toMatchObject({ name: expect.stringMatching(/^(Exit|Signal)Error$/) });
    expect(error).toMatchObject({ symbol: "crash" });
    expect(call(double, 4)).toBe(8);
    expect(lab.status().faults).toEqual({});
  });
});

describe("a fault in a call within a callback", () => {
  it("comes out of the call around it, when the helper survives it", () => {
    const [, [, layers]] = lists as [unknown, (typeof lists)[number]];
    using lab = openIn(layers({ timeout: 0 }));
    const [call, crash] = [lab.func(CALL), lab.func("int crash(int x)")];
    const inner: unknown[] = [];
    const error = thrownBy(() =>
      call(() => {
        inner.push(thrownBy(() => crash(0)));
        throw inner[0];
      }, 1),
    );
    expect(error).toBe(inner[0]);
    expect(error).toBeInstanceOf(SignalError);
    expect(call(double, 4)).toBe(8);
  });

  it("ends the call around it, when the helper does not", () => {
    using lab = openLab();
    const [call, die] = [lab.func(CALL), lab.func("void die(int code)")];
    const error = thrownBy(() => call(() => die(5), 1));
    expect(error).toMatchObject({ code: "ERR_ISOLATION_EXIT", fault: { exitCode: 5 } });
    expect(call(double, 4)).toBe(8);
  });
});

describe.each([1, 3])("register(callback, type), with %d helpers,", (size) => {
  const pointerOf = (lab: Lab) => lab.register(double, "Callback *");
  const CALL_POINTER = "int call(void *callback, int x)";
  const CALL_HELD = "int call_held(const Holder *holder, int x)";

  it("gives a pointer that each helper can call, also in a struct", async () => {
    using lab = openLab({ size });
    const callback = pointerOf(lab);
    const [call, held] = [lab.func(CALL_POINTER), lab.func(CALL_HELD)];
    expect(call(callback, 21)).toBe(42);
    expect(held({ base: 100, callback }, 21)).toBe(142);
    const many = Array.from({ length: 30 }, (_, n) => [
      call.async(callback, n),
      held.async({ base: n, callback }, n),
    ]);
    expect(await Promise.all(many.flat())).toEqual(many.flatMap((_, n) => [2 * n, 3 * n]));
  });

  it("gives one that the next helper can call, too", () => {
    using lab = openLab({ size });
    const callback = pointerOf(lab);
    const [call, die] = [lab.func(CALL_POINTER), lab.func("void die(int code)")];
    const held = lab.func(CALL_HELD);
    for (let time = 0; time < 2; time++) {
      expect(() => die(1)).toThrow(code("ERR_ISOLATION_EXIT") as Error);
      expect(held({ base: 1, callback }, 4)).toBe(9);
      expect(call(callback, 4)).toBe(8);
    }
  });
});

describe("unregister(pointer)", () => {
  it("takes the function back, once", () => {
    using lab = openLab();
    const pointer = lab.register(double, "Callback *");
    lab.unregister(pointer);
    expect(() => lab.unregister(pointer)).toThrow(code("ERR_CALLBACK_UNKNOWN") as Error);
  });

  it("makes a later call of the pointer a fault", () => {
    using lab = openLab();
    const pointer = lab.register(double, "Callback *");
    lab.func("void keep(void *callback)")(pointer);
    const callKept = lab.func("int call_kept(int x)");
    expect(callKept(4)).toBe(8);
    lab.unregister(pointer);
    expect(thrownBy(() => callKept(4))).toBeInstanceOf(Error);
    expect(lab.func("int add(int a, int b)")(1, 2)).toBe(3);
  });
});
