/** Loads, stores, memory.size, memory.grow and the bulk instructions of memory. */
import { alignment, chooseMemory, near, putIndex } from "../addresses.ts";
import type { Body } from "../body.ts";
import type { NumberType } from "../shape.ts";
import { settleNan } from "../sum.ts";
import type { Family } from "./family.ts";

const has = ({ shape }: Body) => shape.memories.length > 0;
const hasBulk = (body: Body) => has(body) && body.options.bulk;
const hasData = (body: Body) => hasBulk(body) && body.shape.data.length > 0;

export const memory: readonly Family[] = [
  { weight: 5, possible: has, emit: load },
  { weight: 5, possible: has, emit: store },
  { weight: 1, possible: has, emit: size },
  { weight: 1, possible: has, emit: grow },
  { weight: 1, possible: hasBulk, emit: fill },
  { weight: 1, possible: hasBulk, emit: copy },
  { weight: 1, possible: hasData, emit: init },
  { weight: 1, possible: hasData, emit: drop },
];

type Access = readonly [code: number, type: NumberType, log2: number];

const INTEGER_LOADS: readonly Access[] = [
  [0x28, "i32", 2],
  [0x29, "i64", 3],
  [0x2c, "i32", 0],
  [0x2d, "i32", 0],
  [0x2e, "i32", 1],
  [0x2f, "i32", 1],
  [0x30, "i64", 0],
  [0x31, "i64", 0],
  [0x32, "i64", 1],
  [0x33, "i64", 1],
  [0x34, "i64", 2],
  [0x35, "i64", 2],
];

const INTEGER_STORES: readonly Access[] = [
  [0x36, "i32", 2],
  [0x37, "i64", 3],
  [0x3a, "i32", 0],
  [0x3b, "i32", 1],
  [0x3c, "i64", 0],
  [0x3d, "i64", 1],
  [0x3e, "i64", 2],
];

const FLOAT_LOADS: readonly Access[] = [
  [0x2a, "f32", 2],
  [0x2b, "f64", 3],
];

const FLOAT_STORES: readonly Access[] = [
  [0x38, "f32", 2],
  [0x39, "f64", 3],
];

function load(body: Body): void {
  const { index, indexType } = chooseMemory(body);
  const sets = [INTEGER_LOADS, ...(body.options.floats ? [FLOAT_LOADS] : [])];
  const [code, type, log2] = body.choices.pick(sets.flat());
  putIndex(body, indexType, near(body));
  body.stack.pop();
  body.write(code);
  alignment(body, log2, index);
  body.stack.push(type);
}

function store(body: Body): void {
  const { index, indexType } = chooseMemory(body);
  const sets = [INTEGER_STORES, ...(body.options.floats ? [FLOAT_STORES] : [])];
  const [code, type, log2] = body.choices.pick(sets.flat());
  putIndex(body, indexType, near(body));
  body.put(type);
  if (type === "f32" || type === "f64") settleNan(body, type);
  body.stack.splice(-2, 2);
  body.write(code);
  alignment(body, log2, index);
}

function size(body: Body): void {
  const { index, indexType } = chooseMemory(body);
  body.write(0x3f, index);
  body.stack.push(indexType);
}

function grow(body: Body): void {
  const { index, indexType } = chooseMemory(body);
  putIndex(body, indexType, 1);
  body.stack.pop();
  body.write(0x40, index);
  body.stack.push(indexType);
}

function fill(body: Body): void {
  const { index, indexType } = chooseMemory(body);
  putIndex(body, indexType, near(body));
  body.put("i32");
  putIndex(body, indexType, 0xf);
  body.stack.splice(-3, 3);
  body.write(0xfc, 11, index);
}

function copy(body: Body): void {
  const to = chooseMemory(body);
  const from = chooseMemory(body);
  const both = to.indexType === "i64" && from.indexType === "i64" ? "i64" : "i32";
  putIndex(body, to.indexType, near(body));
  putIndex(body, from.indexType, near(body));
  putIndex(body, both, 0x1f);
  body.stack.splice(-3, 3);
  body.write(0xfc, 10, to.index, from.index);
}

/** Of a segment that is active, and so dropped, nothing: it would trap. */
function init(body: Body): void {
  const { index, indexType } = chooseMemory(body);
  const segment = body.choices.below(body.shape.data.length);
  const isThere = body.shape.data[segment]?.passive && body.choices.chance(60);
  putIndex(body, indexType, near(body));
  putIndex(body, "i32", isThere ? 3 : 0);
  putIndex(body, "i32", isThere ? 7 : 0);
  body.stack.splice(-3, 3);
  body.write(0xfc, 8, segment, index);
}

function drop(body: Body): void {
  body.write(0xfc, 9, body.choices.below(body.shape.data.length));
}
