/** The types of guests/honest/honest.c, as koffi is told. */
import { koffi } from "@cofferdam/ffi";

koffi.struct("Ints8", { a: "int32_t", b: "int32_t" });
koffi.struct("Floats8", { x: "float", y: "float" });
koffi.struct("Ints12", { a: "int32_t", b: "int32_t", c: "int32_t" });
koffi.struct("Floats12", { x: "float", y: "float", z: "float" });
koffi.struct("Mixed12", { a: "int32_t", x: "float", b: "int32_t" });
koffi.struct("Ints16", { a: "int64_t", b: "int64_t" });
koffi.struct("Doubles16", { x: "double", y: "double" });
koffi.struct("Mixed16", { x: "double", a: "int64_t" });
koffi.struct("Large24", { a: "int64_t", x: "double", b: "int32_t" });
koffi.struct("Large40", { values: koffi.array("double", 5) });
koffi.struct("Large72", {
  a: koffi.array("int64_t", 4, "Array"),
  x: koffi.array("double", 4),
  b: "int32_t",
  y: "float",
});
koffi.struct("Nested", { first: "Ints8", second: "Floats12" });
koffi.pack("Packed", { tag: "char", a: "int32_t", b: "int16_t", x: "double", y: "double" });
koffi.struct("WithArrays", { values: koffi.array("int32_t", 4), name: koffi.array("char", 16) });
koffi.struct("WithText", { id: "int32_t", name: "const char *" });

koffi.union("Number", { i: "int32_t", f: "float", bytes: koffi.array("uint8_t", 4) });
koffi.union("Wide", { i: "int64_t", d: "double", bytes: koffi.array("uint8_t", 24) });
koffi.struct("Tagged", { kind: "int32_t", number: "Number" });
koffi.enumeration("Colour", { RED: 1, GREEN: 2, BLUE: 4 });
koffi.opaque("Box");

koffi.proto("int IntToInt(int x)");
koffi.proto("bool BoolToBool(bool x)");
koffi.proto("int64_t Int64ToInt64(int64_t x)");
koffi.proto("float FloatToFloat(float x)");
koffi.proto("double DoubleToDouble(double x)");
koffi.proto("void *PointerToPointer(void *x)");
koffi.proto("const char *TextToText(const char *x)");
koffi.proto("int CompareInts(const int *a, const int *b)");
koffi.proto("int Compare(const void *a, const void *b)");
koffi.proto("Mixed16 Mixed16ToMixed16(Mixed16 x)");
koffi.proto("Large24 StructCallback(Large24 large, const Ints8 *pair)");
koffi.proto("void VisitWord(const char *word, void *user)");
koffi.proto(
  "ManyArgs",
  "double",
  Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? "int" : "double")),
);
koffi.struct("Handler", { base: "int", transform: "IntToInt *" });
