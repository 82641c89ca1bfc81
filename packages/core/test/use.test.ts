import { once } from "node:events";
import {
  allocating,
  type Compartment,
  type IsolationLayer,
  isolate,
  type MovedCompartment,
  movedCompartment,
  type Use,
} from "@cofferdam/core";
import { describe, expect, it } from "vitest";

/** Opens nothing but the walls: of a target that is here, or of one that was moved. */
const compartments: readonly (readonly [
  string,
  (layers: readonly IsolationLayer[]) => Compartment | MovedCompartment,
])[] = [
  ["in this process", (layers) => isolate(layers).openSync({ ...named, load: (walls) => walls })],
  ["in another process", (layers) => movedCompartment(named, layers, "quarantine")],
];
const named = { kind: "test", name: "libparser.so" };

/** Hears of all, and refuses some. */
function hearing(
  name: string,
  heard: unknown[],
  refuses: (use: Use) => boolean = () => false,
): IsolationLayer {
  return {
    name,
    use(use) {
      heard.push([name, use.action, use.resource, ...(use.bytes === undefined ? [] : [use.bytes])]);
      if (refuses(use)) throw new Error(`${name} refuses`);
    },
  };
}

const reload = { fresh: true, addressOf: () => 0n };
const anything = () => true;

describe.each(compartments)("layer.use(use), of a target %s", (_where, open) => {
  it("is told what is done with which target, outermost layer first", () => {
    const heard: unknown[] = [];
    const uses: Use[] = [];
    const keeping: IsolationLayer = { name: "keeping", use: (use) => uses.push(use) };
    const walls = open([hearing("a", heard), { name: "deaf" }, hearing("b", heard), keeping]);
    walls.use({ action: "sym", resource: "version" });
    walls.use({ action: "alloc", bytes: 64 });
    walls.use({ action: "free", bytes: 64 });
    expect(heard).toEqual(
      [
        ["sym", "version"],
        ["alloc", "", 64],
        ["free", "", 64],
      ].flatMap((use) => [
        ["a", ...use],
        ["b", ...use],
      ]),
    );
    expect(uses[0]).toEqual({
      target: named.name,
      opened: expect.objectContaining({ name: named.name }),
      kind: "test",
      action: "sym",
      resource: "version",
    });
    expect(Object.isFrozen(uses[0])).toBe(true);
  });

  it("refuses by throwing: that comes out, and layers further in are not asked", () => {
    const heard: unknown[] = [];
    const walls = open([hearing("a", heard, anything), hearing("b", heard)]);
    expect(() => walls.use({ action: "sym", resource: "x" })).toThrow("a refuses");
    expect(heard).toEqual([["a", "sym", "x"]]);
  });

  it("is called as a method of its layer", () => {
    class Counting implements IsolationLayer {
      readonly name = "counting";
      #count = 0;
      use(): void {
        this.#count++;
      }
      status() {
        return { count: this.#count };
      }
    }
    const layer = new Counting();
    const walls = open([layer]);
    walls.use({ action: "sym", resource: "x" });
    expect(layer.status()).toEqual({ count: 1 });
  });

  it("hears that memory was freed which a layer further in refused, or which could not be had", () => {
    const heard: unknown[] = [];
    const walls = open([
      hearing("a", heard),
      hearing("b", heard, ({ action, bytes = 0 }) => action === "alloc" && bytes > 100),
    ]);
    expect(() => allocating(walls, 200, () => "memory")).toThrow("b refuses");
    expect(heard.splice(0)).toEqual([
      ["a", "alloc", "", 200],
      ["b", "alloc", "", 200],
      ["a", "free", "", 200],
    ]);
    const noRoom = () => {
      throw new Error("no room");
    };
    expect(() => allocating(walls, 50, noRoom)).toThrow("no room");
    expect(heard.splice(0)).toEqual([
      ["a", "alloc", "", 50],
      ["b", "alloc", "", 50],
      ["a", "free", "", 50],
      ["b", "free", "", 50],
    ]);
    expect(allocating(walls, 50, () => "memory")).toBe("memory");
  });

  it("cannot answer with a promise, whose rejection would come too late", () => {
    const late: IsolationLayer = {
      name: "late",
      async use() {
        throw new Error("refused, too late");
      },
    };
    expect(() => open([late]).use({ action: "sym", resource: "x" })).toThrow(
      expect.objectContaining({ code: "ERR_LAYER_PROMISE_IN_SYNC" }),
    );
  });

  it("refuses to have it reopened: nothing is loaded, and it stays as it was", () => {
    const heard: unknown[] = [];
    const walls = open([hearing("a", heard, anything)]);
    const unexpected = () => expect.unreachable("it was loaded");
    expect(() => walls.reopen(unexpected)).toThrow("a refuses");
    expect(walls.status([])).toMatchObject({ state: "open", reopened: 0 });
    expect(heard).toEqual([["a", "reopen", ""]]);
  });

  it("is told of what will be tried: not of what is refused before, while a call runs or after disposal", () => {
    const heard: unknown[] = [];
    const walls = open([hearing("a", heard)]);
    walls.enter();
    expect(() => walls.dispose()).toThrow("still running");
    expect(() => walls.reopen(() => reload)).toThrow("still running");
    walls.leave();
    expect(heard).toEqual([]);
    walls.reopen(() => reload);
    walls.dispose();
    walls.dispose();
    expect(() => walls.reopen(() => reload)).toThrow("disposed");
    expect(heard).toEqual([
      ["a", "reopen", ""],
      ["a", "dispose", ""],
    ]);
  });

  it("does not refuse disposal: what it throws is a warning, and others are told, too", async () => {
    const heard: unknown[] = [];
    const walls = open([hearing("a", heard, anything), hearing("b", heard)]);
    const warned = once(process, "warning");
    walls.dispose();
    expect(walls.status([]).state).toBe("disposed");
    expect(heard).toEqual([
      ["a", "dispose", ""],
      ["b", "dispose", ""],
    ]);
    expect(await warned).toMatchObject([{ message: "a refuses" }]);
  });
});

describe("movedCompartment: beginReopen()", () => {
  it("asks at once, and opens it when it is loaded", () => {
    const heard: unknown[] = [];
    const walls = movedCompartment(named, [hearing("a", heard)], "quarantine");
    walls.faulted({ symbol: "f", layer: "x" }, { kind: "exit", exitCode: 1, signal: null });
    const reopened = walls.beginReopen();
    expect(heard).toEqual([["a", "reopen", ""]]);
    expect(walls.status([])).toMatchObject({ state: "quarantined", reopened: 0 });
    reopened({ fresh: true });
    expect(walls.status([])).toMatchObject({ state: "open", reopened: 1, tainted: false });
  });

  it("is too late once it was disposed", () => {
    const walls = movedCompartment(named, [], "quarantine");
    const reopened = walls.beginReopen();
    walls.dispose();
    expect(() => reopened({ fresh: true })).toThrow(
      expect.objectContaining({ code: "ERR_TARGET_DISPOSED" }),
    );
    expect(() => walls.beginReopen()).toThrow(
      expect.objectContaining({ code: "ERR_TARGET_DISPOSED" }),
    );
  });
});
