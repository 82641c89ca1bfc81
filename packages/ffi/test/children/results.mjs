// Crashes in functions whose results and output arguments koffi decodes.
import { koffi } from "@cofferdam/ffi";
import { main, open, outcome } from "./setup.mjs";

koffi.struct("Ints8", { a: "int32_t", b: "int32_t" });
koffi.struct("Floats12", { x: "float", y: "float", z: "float" });
koffi.struct("Mixed16", { x: "double", a: "int64_t" });
koffi.struct("Large24", { a: "int64_t", x: "double", b: "int32_t" });
koffi.struct("WithText", { a: "int32_t", text: "const char *" });
koffi.struct("LargeText", { a: "int32_t", text: "const char *", more: "str" });
koffi.struct("SmallArray", { values: koffi.array("int32_t", 2) });
koffi.struct("LargeArray", { values: koffi.array("int32_t", 8), name: koffi.array("char", 16) });
koffi.union("SmallUnion", { i: "int32_t", f: "float" });
koffi.union("LargeUnion", { i: "int64_t", values: koffi.array("double", 4) });
koffi.struct("Tagged", { kind: "int32_t", value: "SmallUnion" });

const lib = open();

/** Well, crashed, crashed, well. */
function made(type, read = (value) => value) {
  const make = lib.func(`${type} make_${type}(int where)`);
  return [0, 1, 1, 0].map((where) => outcome(() => read(make(where))));
}

/** The argument after a crash, and after a call that went well. */
function filled(prototype, makeOut, read = (out) => out) {
  const fill = lib.func(prototype);
  return [1, 0].map((where) => {
    const out = makeOut();
    const { value, ...fault } = outcome(() => fill(...out, where));
    return { ...fault, out: read(out[0]) };
  });
}

await main({
  Ints8: () => made("Ints8"),
  Floats12: () => made("Floats12"),
  Mixed16: () => made("Mixed16"),
  Large24: () => made("Large24"),
  WithText: () => made("WithText"),
  LargeText: () => made("LargeText"),
  SmallArray: () => made("SmallArray", ({ values }) => [...values]),
  LargeArray: () => made("LargeArray", ({ values, name }) => [...values, name]),
  SmallUnion: () => made("SmallUnion", ({ i }) => i),
  LargeUnion: () => made("LargeUnion", ({ i }) => i),
  Tagged: () => made("Tagged", ({ kind, value }) => [kind, value.i]),

  output: () => filled("void fill(_Out_ WithText *out, int where)", () => [{ mine: true }]),
  inout: () =>
    filled("void fill(_Inout_ WithText *out, int where)", () => [{ a: 1, text: "mine" }]),
  texts: () =>
    filled("void fill_texts(_Out_ const char **out, int count, int where)", () => [["a", "b"], 2]),
  characters: () =>
    filled("void fill_characters(_Out_ char *out, int where)", () => [["0123456789"]]),
  "output beside an array result": () =>
    filled(
      "LargeArray fill_and_make(_Out_ Ints8 *out, int where)",
      () => [{}],
      ({ b }) => b,
    ),
});
