import { limited, setProperty } from "@cofferdam/process-helper";
import { describe, expect, it } from "vitest";
import { collected, guest, honest, rejection } from "./run.ts";

describe("a handle", () => {
  it("is what `await` gives, also of itself", async () => {
    const { exports } = await honest();
    const counter = await new exports.Counter(1);
    expect(await counter).toBe(counter);
    expect("then" in counter).toBe(false);
  });

  it("is the same for the same object, and stands for it as an argument", async () => {
    const { exports } = await honest();
    const counter = new exports.Counter(1);
    expect(await counter.increment()).toBe(counter);
    expect(await counter.isSame(counter as never)).toBe(true);
    expect((await exports.echo(counter, { counter }))[0]).toBe(counter);
  });

  it("is of functions and of objects with methods, whose state is asked for", async () => {
    const { exports } = await honest();
    const addTwo = await exports.makeAdder(2);
    expect(await addTwo(40)).toBe(42);
    const toolbox = await exports.toolbox();
    await toolbox.use();
    expect(await toolbox.use()).toBe(2);
    expect(await toolbox.uses).toBe(2);
  });

  it("cannot be used once it is disposed, and the object may come again", async () => {
    const { exports } = await honest();
    const counter = new exports.Counter(1);
    const [kept] = (await exports.echo([counter])) as [{ counter: unknown }];
    expect(kept).toEqual([counter]);
    const holder = await exports.makeAdder(1);
    holder[Symbol.dispose]();
    holder[Symbol.dispose]();
    expect(await rejection(holder(1))).toMatchObject({ code: "ERR_HANDLE_DISPOSED" });
    expect(await rejection(exports.echo(holder))).toMatchObject({ code: "ERR_HANDLE_DISPOSED" });
  });

  it("gives its object back when it is disposed, and when it is collected", async () => {
    const hosted = await honest();
    const { exports } = hosted;
    const before = hosted.status().helper.handles;
    let counters: Disposable[] = [];
    for (let count = 0; count < 10; count++) counters.push(new exports.Counter(count));
    await exports.add(1, 1);
    expect(hosted.status().helper.handles).toBe(before + 10);
    for (const counter of counters.slice(5)) counter[Symbol.dispose]();
    expect(hosted.status().helper.handles).toBe(before + 5);
    counters = [];
    await collected(() => hosted.status().helper.handles === before);
  });

  it("lets go of functions of the host when the module does", async () => {
    const hosted = await guest("collects.mjs");
    const { exports } = hosted;
    for (let count = 0; count < 20; count++) await exports.use(() => count);
    for (let round = 0; round < 100 && hosted.status().helper.callbacks > 0; round++) {
      await exports.collect();
    }
    expect(hosted.status().helper.callbacks).toBe(0);
  });

  it("has nothing but what was declared", async () => {
    const { exports } = await honest();
    const counter = new exports.Counter() as unknown as Record<string, unknown>;
    for (const name of ["constructor", "__proto__", "prototype", "then", "hasOwnProperty"]) {
      expect(counter[name]).toBeUndefined();
      expect(Reflect.get(exports, name)).toBeUndefined();
    }
    expect(Object.getPrototypeOf(Object.getPrototypeOf(counter))).toBeNull();
  });

  it("is no argument for another module", async () => {
    const [one, other] = await Promise.all([honest(), honest()]);
    const counter = new one.exports.Counter();
    expect(await rejection(other.exports.echo(counter))).toMatchObject({ code: "ERR_WIRE_VALUE" });
  });
});

describe("limited, setProperty", () => {
  it("refuse what is not of a module", async () => {
    expect(() => limited(() => {}, {})).toThrow(/Expected a function of a module/);
    const { exports } = await honest();
    expect(() => limited(exports.add, { timeout: -1 })).toThrow(/0 to/);
    expect(() => limited(exports.add, { signal: 1 as never })).toThrow(/AbortSignal/);
    expect(await rejection(setProperty({ a: 1 }, "a", 2))).toMatchObject({
      code: "ERR_OPTION_TYPE",
    });
  });
});
