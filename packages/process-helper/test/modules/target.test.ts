import { isolate } from "@cofferdam/core";
import { module, processHelper } from "@cofferdam/process-helper";
import { describe, expect, it } from "vitest";
import { rejection } from "./run.ts";

const from = import.meta.url;
const honest = () => module("./guests/honest.mjs", { from });

describe("module(specifier, { from })", () => {
  it("refuses what `import` would not take, and unknown options", () => {
    for (const specifier of ["", 1, null, "a\0b"]) {
      expect(() => module(specifier as string, { from })).toThrow(/for `module`/);
    }
    for (const wrong of [undefined, "./here", 5, "https://example.org/"]) {
      expect(() => module("x", { from: wrong as string })).toThrow(/for `from`/);
    }
    expect(() => module("x", { from, cwd: "/" } as never)).toThrow(/cwd/);
  });

  it("is not opened without processHelper(), nor at once", async () => {
    expect(await rejection(isolate([]).open(honest()))).toMatchObject({
      code: "ERR_LAYER_NOT_PORTABLE",
    });
    expect(() => isolate([processHelper()]).openSync(honest())).toThrow(
      expect.objectContaining({ code: "ERR_LAYER_PROMISE_IN_SYNC" }),
    );
  });

  it("refuses layers that cannot be made anew in the helper", async () => {
    const layer = { name: "of-the-host" };
    expect(await rejection(isolate([processHelper(), layer]).open(honest()))).toMatchObject({
      code: "ERR_LAYER_NOT_PORTABLE",
    });
  });

  it("is called through the layers further out", async () => {
    const seen: unknown[] = [];
    const watching = {
      name: "watching",
      link: (next: (...args: unknown[]) => unknown, linking: object) => {
        return (...args: unknown[]) => {
          seen.push({ ...linking, args });
          return next(...args);
        };
      },
    };
    using hosted = await isolate([watching, processHelper()]).open(honest());
    await hosted.exports.add(1, 2);
    const counter = new hosted.exports.Counter(4);
    await counter.increment();
    const opened = expect.objectContaining({ kind: "module" });
    const seenOf = { target: "./guests/honest.mjs", opened, async: true };
    expect(seen).toEqual([
      { ...seenOf, symbol: "add", args: [1, 2] },
      { ...seenOf, symbol: "new Counter", args: [4] },
      { ...seenOf, symbol: "Counter.increment", args: [] },
    ]);
  });

  it("runs in a helper without confinement, too", async () => {
    using hosted = await isolate([processHelper({ confinement: false })]).open(honest());
    expect(await hosted.exports.add(1, 2)).toBe(3);
    expect(hosted.status().helper.confinement).toEqual([]);
  });
});
