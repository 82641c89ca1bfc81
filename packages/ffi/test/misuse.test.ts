import { isolate } from "@cofferdam/core";
import { koffi, type Library, library } from "@cofferdam/ffi";
import plainKoffi from "koffi";
import { describe, expect, it } from "vitest";
import { layerLists } from "./layer-lists.js";
import { copyOf } from "./libraries.js";

koffi.proto("int IntToInt(int x)");
koffi.struct("Enormous", { values: koffi.array("int32_t", 400_000) });

const increment = (x: number) => x + 1;
const open = (layers: (typeof layerLists)[number][1]) =>
  isolate(layers({ afterFault: "continue" })).openSync(library(copyOf("honest")));

function expectWell(lib: Library): void {
  expect(lib.func("int add(int a, int b)")(1, 2)).toBe(3);
}

describe.each(layerLists.slice(1))(
  "a mistake of the host's is contained, in %s:",
  (name, layers) => {
    it("a variable that is called as a function", () => {
      using lib = open(layers);
      expect(() => lib.func("int global_int()")()).toThrow(
        expect.objectContaining({
          code: "ERR_ISOLATION_SIGNAL",
          fault: expect.objectContaining({ name: "SIGSEGV", codeName: "SEGV_ACCERR" }),
        }),
      );
      expectWell(lib);
    });

    it("a callback that the library calls after unregister()", () => {
      using lib = open(layers);
      const pointer = lib.register(increment, "IntToInt *");
      lib.func("void set_callback(void *callback)")(pointer);
      const run = lib.func("int run_callback(int x)");
      expect(run(1)).toBe(2);
      lib.unregister(pointer);
      expect(() => run(1)).toThrow(expect.objectContaining({ code: "ERR_ISOLATION_SIGNAL" }));
      expectWell(lib);
    });

    it("a callback that unregisters itself while it runs", () => {
      using lib = open(layers);
      const once = (x: number) => {
        lib.unregister(pointer);
        return x + 1;
      };
      const pointer = lib.register(once, "IntToInt *");
      const apply = lib.func("int apply(void *callback, int x)");
      expect(apply(pointer, 1)).toBe(2);
      expect(() => apply(pointer, 1)).toThrow(
        expect.objectContaining({ code: "ERR_ISOLATION_SIGNAL" }),
      );
      expectWell(lib);
    });

    it("an argument that is larger than the stack", () => {
      using lib = open(layers);
      const sum = lib.func("int sum_with_arrays(Enormous value)");
      const call = () => sum({ values: new Int32Array(400_000).fill(3) });
      if (name === "signals")
        expect(call()).toBe(13); // in place, on koffi's stack
      else expect(call).toThrow(expect.objectContaining({ code: "ERR_ISOLATION_STACK_OVERFLOW" }));
      expectWell(lib);
    });
  },
);

/** What koffi makes of a JavaScript function where only `void *` is declared. */
const koffisOwn = [
  ["koffi.register of koffi itself", () => plainKoffi.register(increment, "IntToInt *")],
  ["koffi.as", () => koffi.as(increment, "IntToInt *")],
] as const;

describe.each(layerLists)("a function pointer that koffi itself made, in %s,", (name, layers) => {
  it.each(koffisOwn)("works where a callback is declared: %s", (_what, make) => {
    using lib = open(layers);
    expect(lib.func("int apply(IntToInt *callback, int x)")(make(), 1)).toBe(2);
  });

  // koffi lets V8 run on stacks that neither knows: register() makes pointers without that limit.
  it.for(koffisOwn)(
    "is refused by V8 on a stack of the call's own, and works elsewhere: %s",
    ([_what, make], context) => {
      const [major] = process.versions.node.split(".").map(Number);
      if (name.includes("stack") && Number(major) >= 26) {
        context.skip("V8 of Node 26 ends the process here (IsOnCentralStack): see the README");
      }
      using lib = open(layers);
      const apply = () => lib.func("int apply(void *callback, int x)")(make(), 1);
      if (name.includes("stack")) expect(apply).toThrow(RangeError);
      else expect(apply()).toBe(2);
      expectWell(lib);
    },
  );
});
