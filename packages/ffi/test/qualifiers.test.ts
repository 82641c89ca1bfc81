import { isolate } from "@cofferdam/core";
import { library } from "@cofferdam/ffi";
import { describe, expect, it } from "vitest";
import { withLeadingConst } from "../src/qualifiers.ts";

describe("withLeadingConst(words)", () => {
  it.each([
    ["int f(const char *text)", "int f(const char *text)"],
    ["int f(char *const text)", "int f(char * text)"],
    ["int f(const char *const text, int n)", "int f(const char * text, int n)"],
    ["int f(char const *text)", "int f(const char *text)"],
    ["int f(unsigned char const *const *bytes)", "int f(const unsigned char * *bytes)"],
    [
      "char *f(char *restrict to, const char *__restrict from)",
      "char *f(char * to, const char * from)",
    ],
    ["int f(int constant, char *constant_text)", "int f(int constant, char *constant_text)"],
  ])("makes of %j what koffi reads", (given, expected) => {
    expect(withLeadingConst(given)).toBe(expected);
  });

  it("looks into lists of types, and leaves type objects alone", () => {
    const type = { name: "T" };
    expect(withLeadingConst(["f", "int", ["char const *", type]])).toEqual([
      "f",
      "int",
      ["const char *", type],
    ]);
  });
});

describe("library.func(prototype)", () => {
  it.each([
    [["int atoi(const char *const text)"]],
    [["int atoi(char const *text)"]],
    [["atoi", "int", ["char const *"]]],
  ])("takes const where C does: %j", (declaration) => {
    using libc = isolate([]).openSync(library("libc.so.6"));
    expect(libc.func(...(declaration as [string]))("42")).toBe(42);
  });
});
