/** Blocks of all kinds: the types they take and leave, and what is between their begin and their end. */
import type { Body, Label } from "./body.ts";
import { matches } from "./body.ts";
import type { FuncType, ValueType } from "./shape.ts";
import { numberTypes } from "./skeleton.ts";
import { discard } from "./sum.ts";
import { VALUE_CODES } from "./value-codes.ts";

export type Fill = (body: Body) => void;

/** Of a block: nothing, one value, or a type of the module. */
export function chooseBlockType(body: Body): FuncType {
  const { choices, shape, options } = body;
  const way = choices.below(3);
  if (way === 0) return { params: [], results: [] };
  const vector = options.simd ? (["v128"] as const) : [];
  const single = [...numberTypes(options), ...vector];
  if (way === 1) return { params: [], results: [choices.pick(single)] };
  const usable = shape.types.filter(({ params, results }) => {
    if (results.includes("exnref")) return false;
    return options.multiValue || (params.length === 0 && results.length < 2);
  });
  return choices.pick(usable);
}

export function writeBlockType(body: Body, { params, results }: FuncType): void {
  const [only] = results;
  if (params.length === 0 && results.length === 0) body.code.byte(0x40);
  else if (params.length === 0 && results.length === 1)
    body.code.byte(VALUE_CODES[only as ValueType]);
  else body.code.s64(BigInt(indexOfType(body, params, results)));
}

function indexOfType(
  body: Body,
  params: readonly ValueType[],
  results: readonly ValueType[],
): number {
  return body.shape.types.findIndex((type) => {
    return matches(type.params, params) && matches(type.results, results);
  });
}

/** What is inside of a block sees nothing of the operands around it. Ends with `results` on the stack. */
export function inside(body: Body, label: Label, type: FuncType, fill: Fill): void {
  const outer = { stack: body.stack, unreachable: body.unreachable };
  body.stack = [...type.params];
  body.unreachable = false;
  body.labels.push(label);
  fill(body);
  settle(body, type.results);
  body.labels.pop();
  body.stack = outer.stack;
  body.unreachable = outer.unreachable;
}

/** Leaves exactly `results`: by dropping the rest, or by branching past it. */
export function settle(body: Body, results: readonly ValueType[]): void {
  const { stack, choices } = body;
  if (matches(stack, results)) return;
  if (body.unreachable && stack.length === 0) {
    if (choices.chance(70)) return;
  }
  if (!body.labels.at(-1)?.loop && body.options.deadCode && choices.chance(30)) {
    body.consume(results);
    body.code.byte(0x0c).u32(0);
    body.endPath();
    return;
  }
  while (stack.length > 0) discard(body);
  for (const type of results) body.put(type);
  body.stack = [];
}

export function plainLabel(types: readonly ValueType[]): Label {
  return { types, counted: false, loop: false, rethrowable: false };
}

export function loopLabel(types: readonly ValueType[], counted: boolean): Label {
  return { types, counted, loop: true, rethrowable: false };
}
