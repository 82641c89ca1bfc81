/** Strings: in, out, in memory of the caller's, to be freed. */
import { koffi } from "@cofferdam/ffi";
import { type Case, call, callWith, type Side } from "./side.js";

const texts = [
  "",
  "abc",
  "Grüße, 世界 🌍",
  "nul\0inside",
  "lone \ud800 surrogate",
  "x".repeat(5000),
];
const huge = "ä".repeat(2_000_000); // more than koffi's own heap holds

const into = [...texts, huge].flatMap((text) => [
  call("int count_chars(const char *text)", text),
  call("int count_chars(str text)", text),
  call("int count_units(const char16_t *text)", text),
  call("int count_units(str16 text)", text),
  call("int count_points(const char32_t *text)", text),
]);

const nothing = [
  call("int count_chars(const char *text)", null),
  call("int count_chars(const char *text)", undefined),
  call("int count_units(str16 text)", null),
  call("int count_points(str32 text)", null),
];

const outOf = [
  call("const char *static_text()"),
  call("str static_text()"),
  call("const char16_t *static_text16()"),
  call("str16 static_text16()"),
  call("str32 static_text32()"),
  call("const char *null_text()"),
  call("str16 null_text()"),
  call("str! null_text()"),
];

const arrays = [
  call("int count_chars_of(const char **texts, int count)", ["one", null, "drei", "世界"], 4),
  call("int count_chars_of(const char **texts, int count)", [], 0),
];

const callersMemory = [
  call("int write_text(_Out_ char *out, int size)", ["\0".repeat(32)], 32),
  call("int write_text(_Out_ char *out, int size)", ["\0".repeat(4)], 4),
  call("int write_text(_Out_ uint8_t *out, int size)", new Uint8Array(12), 12),
  callWith("int write_text(char *out, int size)", () => [Buffer.alloc(6, "?"), 6]),
  call("void upper_text(_Inout_ char *text)", ["shout é"]),
  callWith("void upper_text(char *text)", () => [Buffer.from("shout\0quiet")]),
  call("void write_static_text(_Out_ const char **out)", [null]),
];

koffi.disposable("FreedText", "str", koffi.load(null).func("void free(void *pointer)"));

/** How many disposals koffi counts while `run` does its work. */
function disposals(run: () => unknown): unknown {
  const before = koffi.stats().disposed;
  return [run(), koffi.stats().disposed - before];
}

/** The library's own function frees what it returned. */
function freedByLibrary(side: Side): unknown {
  const free = side.func("void free_text(void *text)");
  const freed: unknown[] = [];
  const type = koffi.disposable("str", (pointer: bigint) => {
    freed.push(typeof pointer);
    free(pointer);
  });
  const copy = side.func("copy_text", type, ["str"]);
  return [copy("first"), copy("zweiter Text: ä"), copy(null), freed];
}

const disposable: Case[] = [
  ...texts.map((text) => call("str! copy_text(const char *text)", text)),
  call("const char *! copy_text(str text)", null),
  {
    title: "str! counts as disposed",
    run: (side) => disposals(() => side.func("str! copy_text(str text)")("counted")),
  },
  call("FreedText copy_text(str text)", "freed by the C library"),
  { title: "a disposable freed by a function of the same library", run: freedByLibrary },
];

export const text: Readonly<Record<string, readonly Case[]>> = {
  "text as argument": into,
  "null as text": nothing,
  "text as result": outOf,
  "arrays of text": arrays,
  "text in the caller's memory": callersMemory,
  "disposable text": disposable,
};
