import { type IsolationLayer, isolate, type LinkedParameter } from "@cofferdam/core";
import { koffi, library } from "@cofferdam/ffi";
import { beforeAll, describe, expect, it } from "vitest";
import { linkedParameter } from "../src/linked-parameter.ts";

koffi.struct("LinkedPair", { a: "int", b: "int" });
koffi.proto("int LinkedCallback(const int *a)");
const constPointer = koffi.pointer("LinkedPair");

let linked: readonly LinkedParameter[] | undefined;

const listener: IsolationLayer = {
  name: "listener",
  link(next, { parameters }) {
    linked = parameters;
    return next;
  },
};

/** What a layer is told of the parameters: "-" no pointer, "w" a pointer, "r" one to what is only read. */
function told(...declaration: readonly unknown[]): string {
  using libc = isolate([listener]).openSync(library("libc.so.6"));
  libc.func(...(declaration as [string]));
  return (linked ?? []).map(letterOf).join("");
}

function letterOf({ pointer, readOnly }: LinkedParameter): string {
  if (readOnly) return pointer ? "r" : "a value that is read only";
  return pointer ? "w" : "-";
}

describe("Linking.parameters of a C function", () => {
  beforeAll(() => {
    linked = undefined;
  });

  it.each([
    ["void *memcpy(void *to, const void *from, size_t count)", "wr-"],
    ["int memcmp(const uint8_t*a,uint8_t*b,size_t count)", "rw-"],
    ["int memcmp(const uint8_t *, const LinkedPair *, size_t)", "rr-"],
    ["int memcmp(const unsigned char *constant, unsigned char *const_cast, size_t)", "rw-"],
    ["int memcmp(_In_ const void *a, _Inout_ const int *b, size_t)", "rw-"],
    ["int memcmp(_Out_ const int *a, _In_ int *b, size_t)", "ww-"],
    ["int memcmp(const char **a, char *const *b, size_t)", "wr-"],
    ["int memcmp(const char *const *a, const char **const *b, size_t)", "rr-"],
    ["size_t strlen(const char *text)", "r"],
    ["size_t strlen(char *text)", "w"],
    ["size_t strlen(str text)", "w"],
    ["int memcmp(const char16_t *a, const char32_t *b, size_t)", "rr-"],
    ["int abs(const int value)", "-"],
    ["int rand(void)", ""],
    ["int rand()", ""],
    ["int rand( void );", ""],
    ["int printf(const char *format, ...)", "r"],
    ["int dprintf(int fd, const char *format, ...);", "-r"],
    ["int bsearch(const void *key, LinkedCallback *compare)", "r-"],
  ])("of %s: %s", (prototype, expected) => {
    expect(told(prototype)).toBe(expected);
  });

  it("are read from types that are given as text, and are not const where they are objects", () => {
    const types = ["const void *", constPointer, "char **", "size_t"];
    expect(told("memccpy", "void *", types)).toBe("rww-");
    expect(told("printf", "int", ["const char *", "..."])).toBe("r");
    expect(told("rand", "int", [])).toBe("");
  });

  it("are the same for a declaration that was made before", () => {
    const prototype = "char *strchr(const char *text, int character)";
    expect([told(prototype), told(prototype)]).toEqual(["r-", "r-"]);
  });
});

describe("linkedParameter(parameter)", () => {
  const type = koffi.type("char *");

  // koffi 3.3.4 does not take all of these
  it.each([
    ["char const *text", true],
    ["char const * const text", true],
    ["const char *const text", true],
    ["char *const text", false],
    ["char * const", false],
    ["const char * const * const text", true],
    ["char const ** text", false],
    ["constant_t *text", false],
    ["text_of_const *", false],
    ["const text_t text", false],
    ["const char *!", true],
  ])("takes %s for read only: %s", (text, readOnly) => {
    const parameter = { type, direction: "Input", text } as const;
    expect(linkedParameter(parameter)).toEqual({ pointer: true, readOnly });
  });

  it("takes nothing for read only that the guest fills, or whose text is not known", () => {
    const text = "const char *text";
    for (const parameter of [
      { type, direction: "Output", text },
      { type, direction: "Input/Output", text },
      { type, direction: "Input", text: undefined },
    ] as const) {
      expect(linkedParameter(parameter).readOnly).toBe(false);
    }
  });
});
