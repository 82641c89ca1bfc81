import { isolate } from "@cofferdam/core";
import { koffi, type Library, library } from "@cofferdam/ffi";
import plain from "koffi";
import { describe, expect, it } from "vitest";
import { layerLists } from "./layer-lists.js";
import { copyOf } from "./libraries.js";

koffi.proto("int IntToInt(int x)");
koffi.proto("int EightToInt(int a, int b, int c, int d, int e, int f, int g, int h)");

const increment = (x: number) => x + 1;
const open = (layers: (typeof layerLists)[number][1]) =>
  isolate(layers({ afterFault: "continue" })).openSync(library(copyOf("honest")));

const apply = (lib: Library) => lib.func("int apply(void *callback, int x)");

describe.each(layerLists)("koffi.register(callback, type), in %s,", (_name, layers) => {
  it("makes a pointer that a guarded function may call, also when only void * is declared", () => {
    using lib = open(layers);
    const pointer = koffi.register(increment, "IntToInt *");
    expect(apply(lib)(pointer, 1)).toBe(2);
    expect(lib.func("int apply(IntToInt *callback, int x)")(pointer, 2)).toBe(3);
    koffi.unregister(pointer);
  });

  it("makes a pointer that the library may keep and call in a later call", () => {
    using lib = open(layers);
    const pointer = koffi.register(increment, koffi.pointer("IntToInt"));
    lib.func("void set_callback(void *callback)")(pointer);
    expect(lib.func("int run_callback(int x)")(1)).toBe(2);
    koffi.unregister(pointer);
  });

  it("hands on what the callback throws", () => {
    using lib = open(layers);
    const pointer = koffi.register(() => {
      throw new RangeError("from the callback");
    }, "IntToInt *");
    expect(() => apply(lib)(pointer, 1)).toThrow("from the callback");
    koffi.unregister(pointer);
  });
});

describe.each(layerLists.slice(1))("koffi.unregister(pointer), in %s,", (_name, layers) => {
  it("makes a later call of the pointer a fault", () => {
    using lib = open(layers);
    const pointer = koffi.register(increment, "IntToInt *");
    koffi.unregister(pointer);
    expect(() => apply(lib)(pointer, 1)).toThrow(
      expect.objectContaining({ code: "ERR_ISOLATION_SIGNAL" }),
    );
    expect(lib.func("int add(int a, int b)")(1, 2)).toBe(3);
  });
});

describe("koffi, as the package exports it,", () => {
  it("is koffi in all but register and unregister", () => {
    const {
      register,
      unregister,
      default: self,
      ...rest
    } = koffi as typeof koffi & {
      default: unknown;
    };
    expect(plain).toMatchObject(rest);
    expect(Object.keys(koffi).sort()).toEqual(Object.keys(plain).sort());
    expect([register, unregister]).not.toEqual([plain.register, plain.unregister]);
  });

  it("makes pointers that plain koffi calls, with arguments on the stack", () => {
    const sum = (...terms: number[]) => terms.reduce((total, term) => 10 * total + term);
    const pointer = koffi.register(sum, "EightToInt *");
    const call = koffi.decode(pointer, koffi.type("EightToInt"));
    expect(call(1, 2, 3, 4, 5, 6, 7, 8)).toBe(12345678);
    koffi.unregister(pointer);
  });

  it("throws koffi's own errors for what is no callback, and keeps nothing", () => {
    const before = koffi.stats();
    expect(() => koffi.register(increment, "int")).toThrow("Unexpected int type");
    expect(() => koffi.unregister(5n)).toThrow("Could not find matching registered callback");
    expect(koffi.stats()).toEqual(before);
  });

  it("unregisters what koffi itself registered", () => {
    const pointer = plain.register(increment, "IntToInt *");
    koffi.unregister(pointer);
    expect(() => plain.unregister(pointer)).toThrow("Could not find");
  });

  it("refuses the 1025th callback, and gives koffi's pointer back", () => {
    const pointers: bigint[] = [];
    const registerMore = () => pointers.push(koffi.register(increment, "IntToInt *"));
    try {
      expect(() => {
        for (let time = 0; time < 1025; time++) registerMore();
      }).toThrow(expect.objectContaining({ code: "ERR_GATE_FULL" }));
    } finally {
      for (const pointer of pointers) koffi.unregister(pointer);
    }
    for (let time = 0; time < 9; time++) {
      registerMore(); // the gate has room again
      koffi.unregister(pointers.at(-1) as bigint);
    }
  });
});
