// What the V8 that runs now takes of WebAssembly: by one small module each.

/** Sections after the header, in hex. */
const MODULES = {
  exceptions: "010401600000030201000a080106001f40000b0b", // try_table
  extended_const: "0609017f00410141026a0b", // i32.add in a global's value
  gc: "0103015f00", // a struct type
  legacy_exceptions: "010401600000030201000a080106000640190b0b", // try, catch_all
  memory64: "0503010401",
  multi_memory: "05050200010001",
  relaxed_simd: "0105016000017b030201000a0f010d004100fd0f4100fd0ffd80020b",
  simd: "0105016000017b030201000a080106004100fd0f0b",
  tail_calls: "010401600000030201000a0601040012000b", // return_call
  threads: "010401600000030201000504010301010a0b0109004100fe1002001a0b", // a shared memory, an atomic load
  typed_references: "0109026000006001640000030201010a08010600200014000b", // call_ref
};

/** @type {import("./features.d.mts").hasFeature} */
export function hasFeature(feature) {
  return WebAssembly.validate(Buffer.from(`0061736d01000000${MODULES[feature]}`, "hex"));
}

/** @type {import("./features.d.mts").missingFeatures} */
export function missingFeatures(needs) {
  return needs.filter((feature) => !hasFeature(feature));
}
