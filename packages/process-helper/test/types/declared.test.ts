import { isolate } from "@cofferdam/core";
import { koffi, library } from "@cofferdam/ffi";
import type { TypeObject } from "@cofferdam/ffi/declaration";
import { processHelper } from "@cofferdam/process-helper";
import { describe, expect, it } from "vitest";
import { copyOf } from "../../../ffi/test/libraries.js";
import { describeDeclaration, describeType } from "../../src/types/describe.js";
import { TypeMaker } from "../../src/types/type-maker.js";
import "../../../ffi/test/differential/types.js";

const honest = () => isolate([processHelper({ spare: 0 })]).openSync(library(copyOf("honest")));
const lib = honest();

describe("a type that is declared on this side only", () => {
  it("is known by an alias", () => {
    koffi.alias("Whole", "int");
    koffi.alias("Pair", "Ints8");
    expect(lib.func("Whole add(Whole a, Whole b)")(1, 2)).toBe(3);
    expect(lib.func("double sum_ints8(Pair s)")({ a: 1, b: 2 })).toBe(3);
  });

  it("is known as an object, without a name", () => {
    const pair = koffi.struct({ a: "int32_t", b: "int32_t" });
    expect(lib.func("make_ints8", pair, ["int32_t", "int32_t"])(1, 2)).toEqual({ a: 1, b: 2 });
    expect(lib.func("sum_ints8", "double", [pair])({ a: 1, b: 2 })).toBe(3);
    const out = {};
    lib.func("fill_ints8", "void", [koffi.out(koffi.pointer(pair))])(out);
    expect(out).toEqual({ a: 7, b: 8 });
    const inout = { a: 1, b: 2 };
    lib.func("swap_ints8", "void", [koffi.inout(koffi.pointer(pair))])(inout);
    expect(inout).toEqual({ a: 2, b: 1 });
  });

  it("is known as a prototype without a name", () => {
    const callback = koffi.pointer(koffi.proto("int", ["int"]));
    const apply = lib.func("apply", "int", [callback, "int"]);
    expect(apply((x: number) => x * 2, 21)).toBe(42);
  });

  it("is known when it points to its own kind, and to what is opaque", () => {
    const node = koffi.opaque("ListNode");
    koffi.struct(node, { value: "int32_t", next: koffi.pointer(node), box: "Box *" });
    const read = lib.func("int read_ints8(const ListNode *list)");
    expect(read({ value: 4, next: null, box: null })).toBe(40);
  });

  it("is known as an enumeration of any width", () => {
    koffi.enumeration("Small", { ONE: 1 }, "int8_t");
    expect(lib.func("Small echo_int8(Small value)")(-5)).toBe(-5);
    const bare = koffi.enumeration({ BIG: 1n }, "uint64_t");
    expect(lib.func("echo_uint64", bare, [bare])(2n ** 60n)).toBe(2n ** 60n);
  });

  it("is what is decoded and encoded, too", () => {
    const address = lib.symbol("global_struct");
    lib.encode(address, "Ints8", { a: 5, b: 6 });
    expect(lib.decode(address, "Ints8")).toEqual({ a: 5, b: 6 });
    expect(lib.decode(address, koffi.array("int32_t", 2, "Array"))).toEqual([5, 6]);
  });
});

describe("koffi.disposable(type, free)", () => {
  const free = () => {};

  it.each([
    ["with a name", () => koffi.disposable("HostFreed", "str", free)],
    ["without", () => koffi.disposable("str", free)],
  ])("%s is refused: its function is not the helper's", (_what, make) => {
    const type = make();
    expect(() => lib.func("copy_text", type, ["str"])).toThrow(
      expect.objectContaining({ code: "ERR_PROTOTYPE_UNSUPPORTED" }),
    );
  });

  it("is taken where it is `!` on a text, as words and as an object", () => {
    expect(lib.func("char *! copy_text(const char *text)")("one")).toBe("one");
    expect(lib.func("copy_text", koffi.type("str!"), ["str"])("two")).toBe("two");
  });
});

/** As koffi shows a type, without what differs from process to process. */
function shown(type: TypeObject): unknown {
  return JSON.parse(
    JSON.stringify(type, (_key, value) =>
      typeof value === "string" && value.startsWith("<anonymous") ? "anonymous" : value,
    ),
  );
}

describe("TypeMaker of what describeType(type) says", () => {
  const types: readonly (readonly [string, () => TypeObject])[] = [
    ["a struct", () => koffi.struct({ a: "char", b: "double", c: "int16_t" })],
    ["a packed struct", () => koffi.pack({ a: "char", b: "double", c: "int16_t" })],
    ["a struct with members aligned by hand", () => koffi.struct({ a: "char", b: [8, "int"] })],
    ["a union", () => koffi.union({ a: "char", b: "double" })],
    [
      "structs within structs",
      () => koffi.struct({ a: "char", b: koffi.struct({ c: "int64_t" }) }),
    ],
    [
      "arrays of each kind",
      () =>
        koffi.struct({
          a: koffi.array("int", 3, "Array"),
          b: koffi.array("char", 8, "String"),
          c: koffi.array("double", 2, "Typed"),
        }),
    ],
    ["pointers to pointers", () => koffi.pointer(koffi.pointer("int"))],
  ];

  it.each(types)("makes %s with the same layout", (_what, make) => {
    const type = make();
    expect(shown(new TypeMaker().make(describeType(type).type))).toEqual(shown(type));
  });

  it("leaves the words of a declaration, and tells what they mean", () => {
    const { words, types } = describeDeclaration(["double sum_ints8(Ints8 s)"]);
    expect(words).toEqual(["double sum_ints8(Ints8 s)"]);
    expect(types).toMatchObject({ Ints8: { kind: "struct", name: "Ints8", size: 8 } });
    expect(types).not.toHaveProperty("double");
  });
});
