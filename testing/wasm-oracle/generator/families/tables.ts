/** Tables and references. */
import type { Body } from "../body.ts";
import { storable, type TableShape } from "../shape.ts";
import type { Family } from "./family.ts";

const has = ({ shape, options }: Body) => shape.tables.length > 0 && options.references;
const hasBulk = (body: Body) => has(body) && body.options.bulk;
const hasElements = (body: Body) => hasBulk(body) && body.shape.elements.length > 0;

export const tables: readonly Family[] = [
  { weight: 2, possible: has, emit: get },
  { weight: 2, possible: has, emit: set },
  { weight: 1, possible: has, emit: isNull },
  { weight: 1, possible: has, emit: size },
  { weight: 1, possible: has, emit: grow },
  { weight: 1, possible: hasBulk, emit: fill },
  { weight: 1, possible: hasBulk, emit: copy },
  { weight: 1, possible: hasElements, emit: init },
  { weight: 1, possible: hasElements, emit: drop },
];

function choose({ choices, shape }: Body): { index: number; table: TableShape } {
  const index = choices.below(shape.tables.length);
  return { index, table: shape.tables[index] as TableShape };
}

/** Within the first elements, mostly. */
export function putElementIndex(body: Body, mask = 3): void {
  body.put("i32");
  if (body.choices.chance(body.options.traps)) return;
  body.code.byte(0x41).s64(BigInt(mask));
  body.write(0x71);
}

/** A function that may be stored, or null; of externref only what is there already. */
function putReference(body: Body, type: "funcref" | "externref"): void {
  const candidates = storable(body.shape);
  const isPlain = type === "externref" || candidates.length === 0 || body.choices.chance(30);
  if (isPlain) {
    body.put(type);
    return;
  }
  body.code.byte(0xd2).u32(body.choices.pick(candidates));
  body.left--;
  body.stack.push(type);
}

function get(body: Body): void {
  const { index, table } = choose(body);
  putElementIndex(body);
  body.stack.pop();
  body.write(0x25, index);
  body.stack.push(table.element);
}

function set(body: Body): void {
  const { index, table } = choose(body);
  putElementIndex(body);
  putReference(body, table.element);
  body.stack.splice(-2, 2);
  body.write(0x26, index);
}

function isNull(body: Body): void {
  body.emit([0xd1], [choose(body).table.element], ["i32"]);
}

function size(body: Body): void {
  body.write(0xfc, 16, choose(body).index);
  body.stack.push("i32");
}

function grow(body: Body): void {
  const { index, table } = choose(body);
  putReference(body, table.element);
  putElementIndex(body, 1);
  body.stack.splice(-2, 2);
  body.write(0xfc, 15, index);
  body.stack.push("i32");
}

function fill(body: Body): void {
  const { index, table } = choose(body);
  putElementIndex(body, 1);
  putReference(body, table.element);
  putElementIndex(body, 1);
  body.stack.splice(-3, 3);
  body.write(0xfc, 17, index);
}

function copy(body: Body): void {
  const { index } = choose(body);
  for (const mask of [1, 3, 1]) putElementIndex(body, mask);
  body.stack.splice(-3, 3);
  body.write(0xfc, 14, index, index);
}

/** All segments are of functions. */
function init(body: Body): void {
  const segment = body.choices.below(body.shape.elements.length);
  const isThere = body.shape.elements[segment]?.passive && body.choices.chance(60);
  for (const mask of [3, isThere ? 1 : 0, isThere ? 1 : 0]) putElementIndex(body, mask);
  body.stack.splice(-3, 3);
  body.write(0xfc, 12, segment, 0);
}

function drop(body: Body): void {
  body.write(0xfc, 13, body.choices.below(body.shape.elements.length));
}
