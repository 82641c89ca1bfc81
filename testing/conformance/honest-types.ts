/** Types of libhonest, as koffi has to know them; see guests/honest/honest.c. Names are process-wide. */
import { koffi } from "@cofferdam/ffi";

koffi.struct("Ints8", { a: "int32_t", b: "int32_t" });
koffi.struct("Floats12", { x: "float", y: "float", z: "float" });
koffi.struct("Ints16", { a: "int64_t", b: "int64_t" });
koffi.struct("Mixed16", { x: "double", a: "int64_t" });
koffi.struct("Large24", { a: "int64_t", x: "double", b: "int32_t" });
koffi.struct("Large72", {
  a: koffi.array("int64_t", 4),
  x: koffi.array("double", 4),
  b: "int32_t",
  y: "float",
});
koffi.struct("Nested", { first: "Ints8", second: "Floats12" });
koffi.struct("WithText", { id: "int32_t", name: "const char *" });
koffi.union("Number", { i: "int32_t", f: "float", bytes: koffi.array("uint8_t", 4) });
koffi.opaque("Box");
koffi.proto("int Transform(int value)");
koffi.proto("int Compare(const int *a, const int *b)");
