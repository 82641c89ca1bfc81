import { constructed, setProperty } from "@cofferdam/process-helper";
import { describe, expect, it } from "vitest";
import { guest, honest, rejection } from "./run.ts";

describe("HostedModule.exports", () => {
  it("has the data that the module exports, as it was when it was imported", async () => {
    const { exports } = await honest();
    expect(exports.version).toBe("1.2.3");
    expect(exports.limits).toEqual({ depth: 4, names: ["a", "b"] });
    expect(exports.when).toEqual(new Date(0));
    expect(exports.table).toEqual(new Map([["one", new Set([1])]]));
    expect(exports.nested.deep.deeper.answer).toBe(42);
  });

  it("has functions that return promises, also those that wait", async () => {
    const { exports } = await honest();
    expect(await exports.add(2, 3)).toBe(5);
    expect(await exports.slowly("later")).toBe("later");
    expect(await exports.nested.deep.deeper.add(20, 22)).toBe(42);
  });

  it("has several calls run together, begun in their order", async () => {
    const { exports } = await honest();
    const all = Array.from({ length: 500 }, (_, index) => exports.slowly(index));
    expect(await Promise.all(all)).toEqual([...all.keys()]);
  });

  it("takes and gives copies of data of every kind", async () => {
    const { exports } = await honest();
    const values = [
      ...[null, undefined, true, -0, Number.NaN, 2 ** 60, 2n ** 70n, "é\ud800"],
      ...[new Date(5), new Map<unknown, unknown>([["k", new Set([1, new Date(6)])]])],
      ...[[1, [2]], { a: { b: [] } }, new Uint8Array([1, 2]), new Float64Array([1.5])],
      ...[Buffer.from("bytes"), new Uint16Array([1, 2]).buffer],
    ];
    const back = await exports.echo(...values);
    expect(back).toEqual(values);
    expect(Object.is(back[3], -0)).toBe(true);
    expect(Buffer.isBuffer(back.at(-2))).toBe(true);
  });

  it("moves buffers of 10 MiB, and gives them as views of what was received", async () => {
    const { exports } = await honest();
    const length = 10 * 2 ** 20;
    expect(await exports.sum(Buffer.alloc(length, 1))).toBe(length);
    const bytes = await exports.bytes(length);
    expect(bytes.length).toBe(length);
    expect(bytes.every((byte) => byte === 7)).toBe(true);
    expect(bytes.buffer.byteLength).toBeGreaterThan(length); // no second copy: the message is around it
  });

  it("gives errors their class, code, cause, and the stack of the helper", async () => {
    const { exports } = await honest();
    const error = await rejection(exports.fail("E_MODULE"));
    expect(error).toBeInstanceOf(RangeError);
    expect(error).toMatchObject({ message: "out of range", code: "E_MODULE" });
    expect(error.cause).toMatchObject({ message: "deeper" });
    expect(error.stack).toMatch(/honest\.mjs/);
  });

  it("refuses a generator, and says what to do", async () => {
    const { exports } = await honest();
    expect(await rejection(exports.numbers())).toMatchObject({
      code: "ERR_WIRE_VALUE",
      message: expect.stringMatching(/got a generator.*Return an array/),
    });
  });

  it("refuses arguments that cannot cross", async () => {
    const { exports } = await honest();
    class Own {
      readonly field = 1;
    }
    for (const value of [Symbol("s"), Promise.resolve(1), new Own(), new WeakMap()]) {
      expect(await rejection(exports.echo(value))).toMatchObject({ code: "ERR_WIRE_VALUE" });
    }
    const cycle: unknown[] = [];
    cycle.push(cycle);
    expect(await rejection(exports.echo(cycle))).toMatchObject({ code: "ERR_WIRE_LIMIT" });
    const large = Buffer.alloc(17 * 2 ** 20);
    expect(await rejection(exports.echo(large))).toMatchObject({ code: "ERR_WIRE_LIMIT" });
    expect(await exports.add(1, 1)).toBe(2);
  });

  it("tells why a module cannot be imported", async () => {
    expect(await rejection(guest("missing.mjs"))).toMatchObject({ code: "ERR_MODULE_NOT_FOUND" });
    expect(await rejection(guest("throws.mjs"))).toMatchObject({ message: "not today" });
  });
});

describe("new exports.Class(...)", () => {
  it("gives a handle at once, whose calls wait for the constructor", async () => {
    const { exports } = await honest();
    const counter = new exports.Counter(5);
    expect(await (await counter.increment()).value).toBe(6);
    expect(await counter.step).toBe(1);
    expect(await constructed(counter)).toBe(counter);
  });

  it("has the static members of the class, and its default export is the same class", async () => {
    const { exports } = await honest();
    expect(exports.default).toBe(exports.Counter);
    expect(await (await exports.Counter.from(9)).value).toBe(9);
    expect(exports.Counter.made).toBe(0);
  });

  it("has the methods of the classes that it extends", async () => {
    const { exports } = await honest();
    const double = new exports.Double(1);
    expect(await (await double.increment()).value).toBe(3);
  });

  it("tells what the constructor threw to whoever uses the instance", async () => {
    const { exports } = await honest();
    const counter = new exports.Counter("many" as never);
    const error = await rejection(counter.increment());
    expect(error).toMatchObject({ name: "TypeError", message: "a counter counts" });
    expect(await rejection(constructed(counter))).toBe(error);
    expect(await rejection(counter.value)).toBe(error);
  });

  it("sets members by setters, which may throw", async () => {
    const { exports } = await honest();
    const counter = new exports.Counter();
    await setProperty(counter, "value", 40);
    await setProperty(counter, "step", 2);
    expect(await (await counter.increment()).value).toBe(42);
    expect(await rejection(setProperty(counter, "value", -1))).toMatchObject({
      name: "RangeError",
    });
    expect(await rejection(setProperty(counter, "increment", 1))).toMatchObject({
      name: "TypeError",
    });
    expect(await rejection(counter.broken)).toMatchObject({ message: "this getter throws" });
  });

  it("is an error without `new`, as it is of the class itself", async () => {
    const { exports } = await honest();
    const call = exports.Counter as unknown as () => Promise<unknown>;
    expect(await rejection(call())).toMatchObject({ name: "TypeError" });
  });
});

describe("callbacks", () => {
  it("are called with what the module gives them, and their promises are awaited there", async () => {
    const { exports } = await honest();
    expect(await exports.twice(async (value) => value * 10)).toBe(100);
  });

  it("may call the module while it waits for them", async () => {
    const { exports } = await honest();
    expect(await exports.twice((value) => exports.add(value, value))).toBe(4);
  });

  it("carry what they throw to the module and back, as the same error", async () => {
    const { exports } = await honest();
    const thrown = new Error("by the host");
    const error = await rejection(
      exports.twice(() => {
        throw thrown;
      }),
    );
    expect(error).toBe(thrown);
  });

  it("hear the events of an emitter, in order, until they are taken off", async () => {
    const { exports } = await honest();
    const clock = new exports.Clock();
    const heard: number[] = [];
    const listener = (time: number) => void heard.push(time);
    await clock.on("tick", listener);
    await clock.tick(3);
    await clock.off("tick", listener);
    await clock.tick(3);
    expect(heard).toEqual([0, 1, 2]);
  });

  it("do not end the helper when a listener throws", async () => {
    const { exports } = await honest();
    const clock = new exports.Clock();
    await clock.on("tick", () => {
      throw new Error("nobody awaits this");
    });
    await clock.tick(2);
    expect(await exports.slowly(1)).toBe(1);
  });

  it("come back as the functions that they are", async () => {
    const { exports } = await honest();
    const callback = () => {};
    expect(await exports.echo(callback, [callback])).toEqual([callback, [callback]]);
  });
});
