/** Calls: direct, indirect, and in place of a return. */
import { type Body, matches } from "../body.ts";
import { type FuncType, type FunctionShape, firstElement, typeOf } from "../shape.ts";
import { type Family, mayEnd } from "./family.ts";
import { putElementIndex } from "./tables.ts";

export const calls: readonly Family[] = [
  { weight: 6, possible: (body) => callees(body).length > 0, emit: direct },
  { weight: 3, possible: mayCallIndirectly, emit: indirect },
  { weight: 1, possible: (body) => mayEnd(body) && tailCallees(body).length > 0, emit: tailCall },
  { weight: 1, possible: mayTailCallIndirectly, emit: tailIndirect },
];

/** See Bound: nobody calls a plain function but those before it and the guarded ones. */
function callees({ shape, self }: Body): number[] {
  const caller = shape.functions[self] as FunctionShape;
  if (caller.bound === "leaf") return [];
  return shape.functions.flatMap(({ bound }, i) => {
    return bound !== "plain" || caller.bound === "guarded" || i > self ? [i] : [];
  });
}

function tailCallees(body: Body): number[] {
  if (!body.options.tailCalls) return [];
  return callees(body).filter((i) => matches(typeOf(body.shape, i).results, body.type.results));
}

function mayCallIndirectly({ shape, self }: Body): boolean {
  return shape.tables.length > 0 && shape.functions[self]?.bound !== "leaf";
}

function mayTailCallIndirectly(body: Body): boolean {
  if (!body.options.tailCalls || !mayEnd(body)) return false;
  return mayCallIndirectly(body) && sameResults(body).length > 0;
}

function direct(body: Body): void {
  const callee = body.choices.pick(callees(body));
  const { params, results } = typeOf(body.shape, callee);
  body.consume(params);
  body.code.byte(0x10).u32(callee);
  body.left--;
  body.stack.push(...results);
}

function tailCall(body: Body): void {
  const callee = body.choices.pick(tailCallees(body));
  body.consume(typeOf(body.shape, callee).params);
  body.code.byte(0x12).u32(callee);
  body.endPath();
}

/** What is there at the beginning, mostly: any other type traps. */
function indirect(body: Body): void {
  const { shape, choices } = body;
  const element = choices.below(6);
  const callee = firstElement(shape, element);
  const known = callee !== undefined && !choices.chance(15);
  const { type } = known
    ? (shape.functions[callee] as FunctionShape)
    : choices.pick(shape.functions);
  const { params, results } = shape.types[type] as FuncType;
  body.consume(params);
  if (known) body.code.byte(0x41, element);
  else takeElementIndex(body);
  body.code.byte(0x11).u32(type).u32(0);
  body.left--;
  body.stack.push(...results);
}

function takeElementIndex(body: Body): void {
  putElementIndex(body);
  body.stack.pop();
}

function sameResults({ shape, type }: Body): number[] {
  return shape.types.flatMap(({ results }, i) => (matches(results, type.results) ? [i] : []));
}

function tailIndirect(body: Body): void {
  const index = body.choices.pick(sameResults(body));
  body.consume((body.shape.types[index] as FuncType).params);
  putElementIndex(body);
  body.code.byte(0x13).u32(index).u32(0);
  body.endPath();
}
