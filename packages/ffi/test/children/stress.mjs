// Crashes, callbacks, text and structs, round after round; meant for a Node that collects garbage all the time.
import { koffi } from "@cofferdam/ffi";
import { applyOf, main, open, outcome } from "./setup.mjs";

koffi.struct("Large24", { a: "int64_t", x: "double", b: "int32_t" });
koffi.struct("LargeArray", { values: koffi.array("int32_t", 8), name: koffi.array("char", 16) });
koffi.struct("WithText", { a: "int32_t", text: "const char *" });

const rounds = Number(process.argv[5]);

function everything() {
  const lib = open();
  const [direct, registered] = [applyOf(lib, "direct"), applyOf(lib, "registered")];
  const crash = lib.func("int crash(int where)");
  const large = lib.func("Large24 make_Large24(int where)");
  const array = lib.func("LargeArray make_LargeArray(int where)");
  const copy = lib.func("str! copy_text(str text, int where)");
  const fill = lib.func("void fill(_Out_ WithText *out, int where)");
  const sum = lib.func("int sum_variadic(int where, int count, ...)");

  const inside = (x) => {
    const garbage = Array.from({ length: 20 }, (_, index) => ({ index, text: `${x}/${index}` }));
    return outcome(() => crash(1)).fault === "signal" ? garbage.length : -1;
  };
  const throwing = () => {
    throw new Error("host");
  };
  const round = (where) => [
    outcome(() => crash(where)),
    outcome(() => large(where)),
    outcome(() => array(where).name),
    outcome(() => copy("text", where)),
    outcome(() => fill({}, where)),
    outcome(() => sum(where, 2, "int", 3, "int", 4)),
    ...[direct, registered].flatMap((apply) => [
      outcome(() => apply(inside, 1, where)),
      outcome(() => apply(throwing, 1, where)),
      outcome(() => apply((x) => registered(inside, x, where), 1, 0)),
    ]),
  ];
  const expected = [0, 2].map((where) => JSON.stringify(round(where)));
  let wrong = 0;
  for (let times = 0; times < rounds; times++) {
    for (const index of [0, 1]) if (JSON.stringify(round(2 * index)) !== expected[index]) wrong++;
  }
  return { expected: expected.map((text) => JSON.parse(text)), wrong };
}

/** One kind of fault after another. */
function faults() {
  const lib = open();
  const calls = [
    [lib.func("int crash(int where)"), 1],
    [lib.func("int overflow(int depth)"), 0],
    [lib.func("LargeArray make_LargeArray(int where)"), 1],
    [lib.func("int sum_variadic(int where, int count, ...)"), 1, 0],
  ];
  for (let count = 0; count < rounds; count++) {
    const [call, ...args] = calls[count % calls.length];
    outcome(() => call(...args));
  }
  return { faults: lib.status().faults, sum: lib.func("int add(int a, int b)")(1, 2) };
}

await main({ everything, faults });
