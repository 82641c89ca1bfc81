import { type IsolationLayer, isolate, type Target } from "@cofferdam/core";
import { describe, expect, it } from "vitest";

const layer = (name: string, rest: Partial<IsolationLayer> = {}): IsolationLayer => ({
  name,
  ...rest,
});
const namesOf = (layers: readonly IsolationLayer[]) => layers.map(({ name }) => name);
const target: Target<string> = { kind: "test", name: "a target", load: () => "the handle" };

describe("isolate(layers): what it refuses", () => {
  it.each([
    ["something that is no array", undefined, "ERR_LAYER_INVALID", /undefined/],
    ["a factory that was not called", [() => layer("a")], "ERR_LAYER_INVALID", /position 0/],
    ["null", [layer("a"), null], "ERR_LAYER_INVALID", /position 1/],
    ["a layer without a name", [{}], "ERR_LAYER_INVALID", /position 0/],
    [
      "a layer given twice",
      [layer("a"), layer("b"), layer("a")],
      "ERR_LAYER_TWICE",
      /a at .* 0 and 2/,
    ],
    [
      "a layer outside of one it must be inside of",
      [layer("in", { inside: ["out"] }), layer("x"), layer("out")],
      "ERR_LAYER_ORDER",
      /put out before in/,
    ],
  ])("refuses %s", (_what, layers, code, message) => {
    const act = () => isolate(layers as IsolationLayer[]);
    expect(act).toThrow(expect.objectContaining({ name: "TypeError", code }));
    expect(act).toThrow(message);
  });

  it("accepts the right order, and layers that name absent ones", () => {
    const guard = isolate([layer("out"), layer("in", { inside: ["out", "nowhere"] })]);
    expect(guard.layers).toEqual(["out", "in"]);
    expect(Object.isFrozen(guard.layers)).toBe(true);
  });

  it("does not notice a list that is changed afterwards", () => {
    const layers = [layer("a")];
    const guard = isolate(layers);
    layers.push(layer("a"));
    expect(guard.openSync(target)).toBe("the handle");
  });
});

describe("layer.open(opening, next)", () => {
  it("runs outermost first and sees target, mode, outer and inner layers", async () => {
    const seen: unknown[] = [];
    const watching = (name: string) =>
      layer(name, {
        open: (opening, next) => {
          const [outer, inner] = [namesOf(opening.outer), namesOf(opening.inner)];
          seen.push([name, opening.target.name, opening.sync, outer, inner]);
          return next();
        },
      });
    const guard = isolate([watching("a"), layer("x"), watching("b")]);
    expect(guard.openSync(target)).toBe("the handle");
    expect(await guard.open(target)).toBe("the handle");
    expect(seen).toEqual([
      ["a", "a target", true, [], ["x", "b"]],
      ["b", "a target", true, ["a", "x"], []],
      ["a", "a target", false, [], ["x", "b"]],
      ["b", "a target", false, ["a", "x"], []],
    ]);
  });

  it("may give the inner layers another target", () => {
    const other = { ...target, load: () => "another handle" };
    // biome-ignore lint/suspicious/noExplicitAny: a layer cannot know the handle's type
    const rewriting = layer("rewriting", { open: (_opening, next) => next(other as any) });
    expect(isolate([rewriting]).openSync(target)).toBe("another handle");
  });

  it("refuses a target by throwing", async () => {
    const refusing = layer("refusing", {
      open: () => {
        throw new Error("not this one");
      },
    });
    expect(() => isolate([refusing]).openSync(target)).toThrow("not this one");
    await expect(isolate([refusing]).open(target)).rejects.toThrow("not this one");
  });

  it("is a named error when it calls next twice", async () => {
    const twice = layer("twice", {
      open: (_opening, next) => {
        next();
        return next();
      },
    });
    const error = expect.objectContaining({ code: "ERR_LAYER_NEXT_TWICE" });
    expect(() => isolate([twice]).openSync(target)).toThrow(error);
    await expect(isolate([twice]).open(target)).rejects.toThrow(error);
  });

  it("is a named error when it never calls next", async () => {
    // biome-ignore lint/suspicious/noExplicitAny: the mistake under test
    const never = layer("never", { open: () => "a handle of its own" as any });
    const error = expect.objectContaining({ code: "ERR_LAYER_NEXT_NEVER" });
    expect(() => isolate([never]).openSync(target)).toThrow(error);
    await expect(isolate([never]).open(target)).rejects.toThrow(error);
  });

  it("need not call next when the layer moves targets elsewhere", () => {
    // biome-ignore lint/suspicious/noExplicitAny: a layer cannot know the handle's type
    const moving = layer("moving", { moves: true, open: () => "elsewhere" as any });
    expect(isolate([moving]).openSync(target)).toBe("elsewhere");
  });

  it("is a named error when it waits in openSync, and fine in open", async () => {
    const waiting = layer("waiting", { open: async (_opening, next) => next() });
    expect(() => isolate([waiting]).openSync(target)).toThrow(
      expect.objectContaining({ code: "ERR_LAYER_PROMISE_IN_SYNC" }),
    );
    expect(await isolate([waiting]).open(target)).toBe("the handle");
  });
});

describe("guard.open(target)", () => {
  it.each([undefined, null, "libz.so", {}])("refuses %j, which is no target", async (value) => {
    const error = expect.objectContaining({ code: "ERR_TARGET_INVALID", name: "TypeError" });
    expect(() => isolate([]).openSync(value as never)).toThrow(error);
    await expect(isolate([]).open(value as never)).rejects.toThrow(error);
  });

  it("asks each layer whether it works here before anything is opened", () => {
    const unsupported = layer("elsewhere", {
      probe: () => ({ supported: false, reason: "it needs another kernel." }),
    });
    expect(() => isolate([unsupported]).openSync(target)).toThrow(
      expect.objectContaining({
        name: "UnsupportedPlatformError",
        code: "ERR_UNSUPPORTED_PLATFORM",
        message: expect.stringContaining("elsewhere cannot be used here: it needs another kernel."),
      }),
    );
  });
});
