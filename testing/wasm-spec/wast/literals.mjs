// The constants of a script, in the form that wast2json gives them: bits in decimal.

import { floatBits } from "./floats.mjs";

const LANES = { i8x16: "i8", i16x8: "i16", i32x4: "i32", i64x2: "i64", f32x4: "f32", f64x2: "f64" };
const WIDTH = { i8: 8, i16: 16, i32: 32, i64: 64 };
const REFERENCES = {
  "ref.extern": "externref",
  "ref.host": "anyref",
  "ref.func": "funcref",
  "ref.any": "anyref",
  "ref.eq": "eqref",
  "ref.i31": "i31ref",
  "ref.struct": "structref",
  "ref.array": "arrayref",
};

/** @param {import("./s-expressions.mjs").Node} node such as (i32.const 7) */
export function constantOf({ list: [head, ...rest] }) {
  const texts = rest.map(({ atom }) => atom);
  if (head.atom === "either") return { type: "either", values: rest.map(constantOf) };
  if (head.atom === "ref.null") return { type: "nullref", value: "null" };
  if (head.atom === "v128.const") {
    const [shape, ...lanes] = texts;
    const lane = LANES[shape];
    return { type: "v128", lane_type: lane, value: lanes.map((text) => bitsText(lane, text)) };
  }
  const type = REFERENCES[head.atom];
  if (type !== undefined) return { type, ...(texts.length > 0 && { value: texts[0] }) };
  const number = /^([if](?:32|64))\.const$/.exec(head.atom);
  if (number === null) throw new SyntaxError(`no value is written (${head.atom} …)`);
  return { type: number[1], value: bitsText(number[1], texts[0]) };
}

function bitsText(type, text) {
  if (/^nan:(canonical|arithmetic)$/.test(text)) return text;
  return String(type.startsWith("f") ? floatBits(type, text) : integerBits(type, text));
}

function integerBits(type, literal) {
  const text = literal.replaceAll("_", "");
  const magnitude = BigInt(text.replace(/^[+-]/, ""));
  return BigInt.asUintN(WIDTH[type], text.startsWith("-") ? -magnitude : magnitude);
}
