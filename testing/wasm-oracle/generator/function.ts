/** One function: what stands before everything else, and instructions of all families until it is big enough. */
import { inside, plainLabel } from "./blocks.ts";
import { Body, type Surroundings } from "./body.ts";
import { families } from "./families/all.ts";
import type { Family } from "./families/family.ts";
import type { ValueType } from "./shape.ts";
import { VALUE_CODES } from "./value-codes.ts";
import { Writer } from "./writer.ts";

/** The encoded body: its locals, then its code. */
export function writeFunction(surroundings: Surroundings): number[] {
  const body = new Body(surroundings);
  const { type, choices } = surroundings;
  for (let i = choices.below(4); i > 0; i--) body.addLocal(choices.pick(["i32", "i64"]));
  if (surroundings.shape.functions[surroundings.self]?.bound === "guarded") guard(body);
  inside(body, plainLabel(type.results), { params: [], results: type.results }, fillFunction);
  body.write(0x0b);
  const locals = body.locals.slice(type.params.length);
  return encode(locals, body.code.bytes);
}

function encode(locals: readonly ValueType[], code: readonly number[]): number[] {
  const writer = new Writer();
  writer.vector(locals, (type) => void writer.u32(1).byte(VALUE_CODES[type]));
  return writer.byte(...code).bytes;
}

/** At zero returns at once; else counts down. */
function guard(body: Body): void {
  body.code.byte(0x23, 0, 0x45, 0x04, 0x40);
  for (const type of body.type.results) body.put(type);
  body.stack = [];
  body.code.byte(0x0f, 0x0b, 0x23, 0, 0x41, 1, 0x6b, 0x24, 0);
}

function fillFunction(body: Body): void {
  while (body.left > 0 && !body.choices.done && !body.unreachable) fill(body);
}

function fill(body: Body): void {
  for (let i = body.choices.between(0, 12); i > 0 && body.left > 0 && !body.choices.done; i--) {
    if (body.unreachable && !(body.options.deadCode && body.choices.chance(40))) return;
    choose(body).emit(body, fill);
  }
}

function choose(body: Body): Family {
  const possible = families.filter((family) => family.possible(body));
  const total = possible.reduce((sum, { weight }) => sum + weight, 0);
  let at = body.choices.below(total);
  for (const family of possible) {
    at -= family.weight;
    if (at < 0) return family;
  }
  return possible[0] as Family;
}
