// Writes modules byte by byte, for guests that no text format could hold: bombs for the compiler.

/** Unsigned LEB128. */
export function leb(value) {
  const bytes = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Buffer.from([...bytes, rest]);
    bytes.push((rest % 128) | 128);
  }
}

/** The count of the items, and the items. */
export function vector(items) {
  return Buffer.concat([leb(items.length), ...items]);
}

/** Preceded by its own size. */
export function sized(bytes) {
  return Buffer.concat([leb(bytes.length), bytes]);
}

export function section(id, bytes) {
  return Buffer.concat([Buffer.from([id]), sized(bytes)]);
}

/** Machine code, and how to make more of it. */
export const op = {
  block: Buffer.from("0240", "hex"),
  loop: Buffer.from("0340", "hex"),
  if: Buffer.from("0440", "hex"),
  end: Buffer.from("0b", "hex"),
  add: Buffer.from("6a", "hex"),
  local: (index) => Buffer.concat([Buffer.from("20", "hex"), leb(index)]),
  setLocal: (index) => Buffer.concat([Buffer.from("21", "hex"), leb(index)]),
  call: (index) => Buffer.concat([Buffer.from("10", "hex"), leb(index)]),
  /** i32.const of 0 to 63 */
  constant: (value) => Buffer.from([0x41, value]),
  times: (count, bytes) => Buffer.alloc(count * bytes.length, bytes),
};

/**
 * A module of functions (i32) -> i32; the first one is exported as "run".
 * @param {readonly (Buffer | readonly Buffer[])[]} bodies without their end
 * @param {Buffer} [locals] a vector of pairs: how many, of which type
 */
export function moduleOf(bodies, locals = leb(0)) {
  const end = Buffer.from("0b", "hex");
  const codes = bodies.map((body) => sized(Buffer.concat([locals, ...[body].flat(), end])));
  return Buffer.concat([
    HEADER,
    section(1, vector([Buffer.from("60017f017f", "hex")])),
    section(3, vector(bodies.map(() => leb(0)))),
    section(7, vector([Buffer.concat([sized(Buffer.from("run")), Buffer.from("0000", "hex")])])),
    section(10, vector(codes)),
  ]);
}

export const HEADER = Buffer.from("0061736d01000000", "hex");
