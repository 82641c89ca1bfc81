import { isolate } from "@cofferdam/core";
import { koffi, library } from "@cofferdam/ffi";
import { signals } from "@cofferdam/signals";
import { stack } from "@cofferdam/stack";
import { describe, expect, it } from "vitest";
import { moody } from "./libraries.js";

koffi.proto("int Declared(int a)");
koffi.struct("WithArray", { values: koffi.array("int", 8) });
koffi.struct("WithText", { id: "int", text: "str" });
koffi.struct("WithText32", { id: "int", text: "str32" });
koffi.struct("WithNumbers", { id: "int", x: "double" });
const lib = isolate([signals(), stack()]).openSync(library(moody()));
const func = (...declaration: unknown[]) => lib.func(...(declaration as [string]));

describe("func(declaration)", () => {
  it.each([
    [["int"]],
    [[""]],
    [["int add"]],
    [["int add("]],
    [["int add(int a"]],
    [["int add(int a b)"]],
    [["int add(int a, ..., int b)"]],
    [["int add(int a, int b) and more"]],
    [["int 5(int a)"]],
    [["add(int a)"]],
    [["nothing add(int a)"]],
    [["int add(nothing a)"]],
    [["int add(void a)"]],
    [["int[4] add(int a)"]],
    [["WithArray[2] add(int a)"]],
    [["Declared add(int a)"]],
    [[`int add(${Array(65).fill("int").join(", ")})`]],
    [[5]],
    [[null]],
    [[Symbol("int add(int a)")]],
    [[{}]],
    [[]],
    [["add", "int"]],
    [["add", "nothing", []]],
    [["add", "int", ["nothing"]]],
    [["add", "int", "int"]],
    [["add", "int", ["int", "...", "int"]]],
    [[{}, "int", []]],
    [["__nocall", "add", "int", ["int"]]],
  ])("refuses %j", (declaration) => {
    expect(() => func(...declaration)).toThrow(
      expect.objectContaining({
        name: "TypeError",
        code: "ERR_PROTOTYPE_INVALID",
        message: expect.stringMatching(
          /^Expected a C prototype for `func`, got .+: .+\. Write it as in C, for example "int add/,
        ),
        cause: expect.any(Error),
      }),
    );
  });

  it("says which declaration it was, and what is wrong with it", () => {
    expect(() => lib.func("int add(Pionter *a)")).toThrow(
      /got "int add\(Pionter \*a\)" \(string\): Unknown or invalid type name 'Pionter'/,
    );
  });

  it.each([
    [["int subtract(int a, int b)"]],
    [["subtract", "int", ["int", "int"]]],
    [["__cdecl", "subtract", "int", ["int", "int"]]],
    [["int subtract(int a, ...)"]],
  ])("does not find %j", (declaration) => {
    expect(() => func(...declaration)).toThrow(
      expect.objectContaining({
        name: "SetupError",
        code: "ERR_SYMBOL_NOT_FOUND",
        message: expect.stringMatching(/moody.* exports no symbol "subtract".*`nm -D/),
      }),
    );
  });

  it.each(["WithText", "WithText32"])(
    "refuses a result with arrays next to an output %s: koffi would read half-written pointers",
    (type) => {
      expect(() => lib.func(`WithArray add(_Out_ ${type} *out)`)).toThrow(
        expect.objectContaining({
          name: "TypeError",
          code: "ERR_PROTOTYPE_UNSUPPORTED",
          message: expect.stringMatching(/^Cannot guard add: .* Declare those as input pointers/),
        }),
      );
    },
  );

  it.each([
    ["WithArray add(_Out_ WithNumbers *out)"],
    ["WithArray add(WithText *in)"],
    ["WithText add(_Out_ WithText *out)"],
  ])("takes %s", (prototype) => {
    expect(lib.func(prototype)).toBeInstanceOf(Function);
  });
});

describe("symbol(name) and variable(name, type)", () => {
  it.each([
    ["symbol", () => lib.symbol("subtract")],
    ["variable", () => lib.variable("subtract", "int")],
  ])("%s does not find what the library does not export", (_what, look) => {
    expect(look).toThrow(
      expect.objectContaining({
        name: "SetupError",
        code: "ERR_SYMBOL_NOT_FOUND",
        message: expect.stringMatching(/moody.* exports no symbol "subtract"\. `nm -D/),
      }),
    );
  });

  it("refuses a type that koffi does not know", () => {
    expect(() => lib.variable("version", "nothing")).toThrow(
      expect.objectContaining({ name: "TypeError", code: "ERR_PROTOTYPE_INVALID" }),
    );
  });

  it("refuses a value that does not fit the type", () => {
    const version = lib.variable("version", "int");
    expect(() => version.set("text")).toThrow(TypeError);
    expect(version.get()).toBe(1);
  });
});

describe("register(callback, type)", () => {
  it.each([["int"], ["nothing *"], ["Declared"], ["int *"], [5], [null]])(
    "refuses %j for a type",
    (type) => {
      expect(() => lib.register(() => 1, type as string)).toThrow(
        expect.objectContaining({ name: "TypeError", code: "ERR_PROTOTYPE_INVALID" }),
      );
    },
  );

  it.each([[undefined], ["text"], [{}]])("refuses %j for a callback", (callback) => {
    expect(() => lib.register(callback as () => void, "Declared *")).toThrow(TypeError);
  });

  it.each([[0n], [5n], ["text"], [undefined]])("unregister() refuses %s", (pointer) => {
    expect(() => lib.unregister(pointer as bigint)).toThrow(
      expect.objectContaining({ name: "TypeError", code: "ERR_CALLBACK_UNKNOWN" }),
    );
  });

  it("can be undone once", () => {
    const pointer = lib.register((a: number) => a, "Declared *");
    lib.unregister(pointer);
    expect(() => lib.unregister(pointer)).toThrow(
      expect.objectContaining({ code: "ERR_CALLBACK_UNKNOWN" }),
    );
  });

  it("says when the gate's 1024 are taken, and keeps nothing of what it refuses", () => {
    const before = koffi.stats().callbacks;
    using other = isolate([signals()]).openSync(library(moody()));
    const register = () => other.register((a: number) => a, "Declared *");
    for (let count = 0; count < 1024; count++) register();
    for (let time = 0; time < 3; time++) {
      expect(register).toThrow(expect.objectContaining({ code: "ERR_GATE_FULL" }));
    }
    expect(koffi.stats().callbacks).toBe(before + 1024);
    other.dispose();
    expect(koffi.stats().callbacks).toBe(before);
  });
});
