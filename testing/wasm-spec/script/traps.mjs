// How V8 words the traps of the suite. Left: how the suite's text begins. Right: what V8 may say.

const WORDINGS = [
  ["integer divide by zero", /^(divide|remainder) by zero$/],
  ["integer overflow", /^(divide result unrepresentable|float unrepresentable in integer range)$/],
  ["invalid conversion to integer", /^float unrepresentable in integer range$/],
  ["unreachable", /^unreachable$/],
  [
    "out of bounds memory access",
    /^memory access out of bounds$|^data segment( \d+)?( is)? out of bounds/,
  ],
  ["out of bounds table access", /^table index is out of bounds$|^element segment out of bounds$/],
  ["undefined element", /^table index is out of bounds$/],
  ["uninitialized element", /^(null function or )?function signature mismatch$/],
  ["indirect call type mismatch", /^(null function or )?function signature mismatch$/],
  ["cast failure", /^illegal cast$/],
  ["null", /^dereferencing a null pointer$/],
  ["unaligned atomic", /^operation does not support unaligned accesses$/],
  ["out of bounds array access", /^array element access out of bounds$/],
];

/** @returns whether `message` is V8's wording of the trap that the suite calls `text` */
export function isTrapText(text, message) {
  const trap = message.replace(/^WebAssembly\.Instance\(\): /, "");
  return WORDINGS.some(([begin, wording]) => text.startsWith(begin) && wording.test(trap));
}
