import { type IsolationLayer, isolate, type Use } from "@cofferdam/core";
import { library } from "@cofferdam/ffi";
import { module, type ProcessHelperOptions, processHelper } from "@cofferdam/process-helper";
import { describe, expect, it } from "vitest";
import { code, labPath } from "./lab.js";
import { refusing } from "./refusing.mjs";

function watching(heard: unknown[], refused: (use: Use) => boolean = () => false): IsolationLayer {
  return {
    name: "watching",
    use(use) {
      const { action, resource, bytes } = use;
      heard.push([action, ...(resource === "" ? [] : [resource]), ...(bytes ? [bytes] : [])]);
      if (refused(use)) throw new Error(`${action} is refused`);
    },
  };
}

const transports: readonly ProcessHelperOptions[] = [
  { transport: "ring" },
  { transport: "socket", confinement: false },
];

describe.each(transports)(
  "layer.use(use), of a library in a helper, over the $transport",
  (how) => {
    const options = { spare: 0, timeout: 0, ...how };

    it("hears outside of all that the host does, once", () => {
      const heard: unknown[] = [];
      const lib = isolate([watching(heard), processHelper(options)]).openSync(library(labPath));
      lib.func("int add(int a, int b)")(1, 2);
      expect(heard).toEqual([]);
      const memory = lib.alloc(64);
      lib.free(memory);
      expect(() => lib.free(memory)).toThrow(code("ERR_MEMORY_FREED"));
      lib.symbol("add");
      const counter = lib.variable("version", "int");
      counter.set(5);
      expect(counter.get()).toBe(5);
      lib.reopen();
      lib.dispose();
      lib.dispose();
      expect(heard).toEqual([
        ...[
          ["alloc", 64],
          ["free", 64],
          ["sym", "add"],
          ["sym", "version"],
        ],
        ...[["reopen"], ["dispose"]],
      ]);
    });

    it("refuses outside: the helper hears nothing of it", () => {
      const refused = ({ action }: Use) => action !== "dispose";
      const guard = isolate([watching([], refused), processHelper(options)]);
      using lib = guard.openSync(library(labPath));
      expect(() => lib.symbol("add")).toThrow("sym is refused");
      expect(() => lib.alloc(64)).toThrow("alloc is refused");
      expect(() => lib.reopen()).toThrow("reopen is refused");
      expect(lib.status()).toMatchObject({
        liveAllocs: 0,
        reopened: 0,
        helper: { allocatedBytes: 0 },
      });
      expect(lib.func("int add(int a, int b)")(1, 2)).toBe(3);
    });

    it("hears that memory was freed which there was no room for", () => {
      const heard: unknown[] = [];
      const guard = isolate([watching(heard), processHelper({ ...options, memoryLimit: 100 })]);
      using lib = guard.openSync(library(labPath));
      expect(() => lib.alloc(200)).toThrow(code("ERR_MEMORY_LIMIT"));
      expect(heard).toEqual([
        ["alloc", 200],
        ["free", 200],
      ]);
    });
  },
);

describe("a library in a helper", () => {
  it.each(transports)("is called what the user called it, over the $transport", (how) => {
    using lib = isolate([processHelper({ spare: 0, ...how })]).openSync(library(labPath));
    expect(() => lib.symbol("none")).toThrow(`${labPath} exports no symbol "none"`);
    expect(() => lib.func("int none()")).toThrow(`${labPath} exports no symbol "none"`);
  });
});

describe("layer.use(use), of a layer that went into the helper", () => {
  it("hears and refuses there", () => {
    const guard = isolate([processHelper({ spare: 0 }), refusing("sym", "add")]);
    using lib = guard.openSync(library(labPath));
    expect(() => lib.symbol("add")).toThrow("add is refused");
    expect(lib.symbol("fill")).toEqual(expect.any(BigInt));
    expect(lib.func("int add(int a, int b)")(1, 2)).toBe(3);
  });
});

describe("layer.use(use), of a module in a helper", () => {
  it("hears of reopening before it is done, and of disposal", async () => {
    const heard: unknown[] = [];
    let isRefused = true;
    const guard = isolate([watching(heard, () => isRefused), processHelper()]);
    const target = module("../modules/guests/honest.mjs", { from: import.meta.url });
    const hosted = await guard.open(target);
    const { pid } = hosted.status().helper.helpers[0] as { pid: number };
    await expect(hosted.reopen()).rejects.toThrow("reopen is refused");
    expect(hosted.status()).toMatchObject({ reopened: 0, helper: { helpers: [{ pid }] } });
    isRefused = false;
    await hosted.reopen();
    hosted.dispose();
    hosted.dispose();
    expect(heard).toEqual([["reopen"], ["reopen"], ["dispose"]]);
  });
});
