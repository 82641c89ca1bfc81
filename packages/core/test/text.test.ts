import { isolate } from "@cofferdam/core";
import { koffi, library } from "@cofferdam/ffi";
import { signals } from "@cofferdam/signals";
import { stack } from "@cofferdam/stack";
import { runChild } from "@cofferdam/testing/child.ts";
import { libraryPath } from "@cofferdam/testing/guests/crimes.mjs";
import { describe, expect, it } from "vitest";

const lists = [
  ["signals", () => [signals({ afterFault: "continue" })]],
  ["signals and stack", () => [signals({ afterFault: "continue" }), stack()]],
] as const;

// labs(x) returns x: declared to return text, it returns any pointer we like
describe.each(lists)("a function that returns text, inside %s", (_name, layers) => {
  it.each(["const char *", "const char16_t *", "const char32_t *"])(
    "is contained when its `%s` leads nowhere",
    (type) => {
      using lib = isolate(layers()).openSync(library("libc.so.6"));
      const labs = lib.func(`${type}labs(long x)`);
      const fault = { kind: "signal", name: "SIGSEGV", address: "0x1234" };
      expect(() => labs(0x1234)).toThrow(
        expect.objectContaining({ fault: expect.objectContaining(fault) }),
      );
      expect(labs(0)).toBeNull();
    },
  );

  it("returns what it says, whatever the width of its characters", () => {
    using honest = isolate(layers()).openSync(library(libraryPath("honest")));
    using libc = isolate(layers()).openSync(library("libc.so.6"));
    expect(libc.func("const char *strchr(const char *s, int c)")("grüße", 114)).toBe("rüße");
    const text = Buffer.from("wide enough\0", "utf16le");
    const pointer = koffi.address(text);
    expect(libc.func("const char16_t *labs(long x)")(pointer)).toBe("wide enough");
    expect(honest.func("int add(int a, int b)")(1, 2)).toBe(3);
  });
});

it("dies of such a pointer without layers, as with plain koffi", async () => {
  const child = await runChild(new URL("fixtures/wild-text.mjs", import.meta.url));
  expect(child.signal).toBe("SIGSEGV");
});
