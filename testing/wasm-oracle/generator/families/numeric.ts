/** Numbers to numbers. */
import type { Body } from "../body.ts";
import type { NumberType } from "../shape.ts";
import { settleNan } from "../sum.ts";
import type { Family } from "./family.ts";

interface Operation {
  readonly code: readonly number[];
  readonly params: readonly NumberType[];
  readonly result: NumberType;
}

function range(
  first: number,
  last: number,
  params: readonly NumberType[],
  result: NumberType,
): Operation[] {
  return Array.from({ length: last - first + 1 }, (_, i) => ({
    code: [first + i],
    params,
    result,
  }));
}

const INTEGER: readonly Operation[] = [
  ...range(0x6a, 0x6c, ["i32", "i32"], "i32"),
  ...range(0x71, 0x78, ["i32", "i32"], "i32"),
  ...range(0x45, 0x45, ["i32"], "i32"),
  ...range(0x46, 0x4f, ["i32", "i32"], "i32"),
  ...range(0x50, 0x50, ["i64"], "i32"),
  ...range(0x51, 0x5a, ["i64", "i64"], "i32"),
  ...range(0x67, 0x69, ["i32"], "i32"),
  ...range(0x79, 0x7b, ["i64"], "i64"),
  ...range(0x7c, 0x7e, ["i64", "i64"], "i64"),
  ...range(0x83, 0x8a, ["i64", "i64"], "i64"),
  ...range(0xa7, 0xa7, ["i64"], "i32"),
  ...range(0xac, 0xad, ["i32"], "i64"),
];

const SIGN: readonly Operation[] = [
  ...range(0xc0, 0xc1, ["i32"], "i32"),
  ...range(0xc2, 0xc4, ["i64"], "i64"),
];

const FLOAT: readonly Operation[] = [
  ...range(0x5b, 0x60, ["f32", "f32"], "i32"),
  ...range(0x61, 0x66, ["f64", "f64"], "i32"),
  ...range(0x8b, 0x91, ["f32"], "f32"),
  ...range(0x92, 0x97, ["f32", "f32"], "f32"),
  ...range(0x99, 0x9f, ["f64"], "f64"),
  ...range(0xa0, 0xa5, ["f64", "f64"], "f64"),
  ...range(0xb2, 0xb3, ["i32"], "f32"),
  ...range(0xb4, 0xb5, ["i64"], "f32"),
  ...range(0xb6, 0xb6, ["f64"], "f32"),
  ...range(0xb7, 0xb8, ["i32"], "f64"),
  ...range(0xb9, 0xba, ["i64"], "f64"),
  ...range(0xbb, 0xbb, ["f32"], "f64"),
  ...range(0xbe, 0xbe, ["i32"], "f32"),
  ...range(0xbf, 0xbf, ["i64"], "f64"),
];

const SATURATING: readonly Operation[] = [
  ...[0, 1].map((n) => ({ code: [0xfc, n], params: ["f32"], result: "i32" }) as const),
  ...[2, 3].map((n) => ({ code: [0xfc, n], params: ["f64"], result: "i32" }) as const),
  ...[4, 5].map((n) => ({ code: [0xfc, n], params: ["f32"], result: "i64" }) as const),
  ...[6, 7].map((n) => ({ code: [0xfc, n], params: ["f64"], result: "i64" }) as const),
];

/** div and rem */
const DIVIDING: readonly Operation[] = [
  ...range(0x6d, 0x70, ["i32", "i32"], "i32"),
  ...range(0x7f, 0x82, ["i64", "i64"], "i64"),
];

const TRUNCATING: readonly Operation[] = [
  ...range(0xa8, 0xa9, ["f32"], "i32"),
  ...range(0xaa, 0xab, ["f64"], "i32"),
  ...range(0xae, 0xaf, ["f32"], "i64"),
  ...range(0xb0, 0xb1, ["f64"], "i64"),
];

/** They show the bits of a NaN, which no two engines need to agree on. */
const REVEALING: readonly Operation[] = [
  ...range(0xbc, 0xbc, ["f32"], "i32"),
  ...range(0xbd, 0xbd, ["f64"], "i64"),
  ...range(0x98, 0x98, ["f32", "f32"], "f32"),
  ...range(0xa6, 0xa6, ["f64", "f64"], "f64"),
];

export const numeric: readonly Family[] = [
  { weight: 24, possible: () => true, emit: (body) => one(body, chooseSafe(body)) },
  { weight: 3, possible: () => true, emit: divide },
  { weight: 1, possible: (body) => body.options.floats, emit: truncate },
  { weight: 2, possible: (body) => body.options.floats, emit: reveal },
];

function chooseSafe({ options, choices }: Body): Operation {
  const sets = [
    INTEGER,
    ...(options.signExtension ? [SIGN] : []),
    ...(options.floats ? [FLOAT] : []),
    ...(options.floats && options.saturating ? [SATURATING] : []),
  ];
  return choices.pick(choices.pick([INTEGER, ...sets]));
}

function one(body: Body, { code, params, result }: Operation): void {
  body.emit(code, params, [result]);
}

/** By an odd number, mostly. */
function divide(body: Body): void {
  const operation = body.choices.pick(DIVIDING);
  const type = operation.result;
  body.consume([type, type]);
  body.stack.push(type, type);
  const [constant, or] = type === "i32" ? [0x41, 0x72] : [0x42, 0x84];
  if (!body.choices.chance(body.options.traps)) body.write(constant, 3, or);
  one(body, operation);
}

function truncate(body: Body): void {
  const operation = body.choices.pick(TRUNCATING);
  const [type] = operation.params as ["f32" | "f64"];
  if (!body.choices.chance(body.options.traps * 4)) {
    body.consume([type]);
    // between -1 and 100, NaN aside
    const [max, min] = type === "f32" ? [0x97, 0x96] : [0xa5, 0xa4];
    settleNan(body, type);
    bound(body, type, 0, max);
    bound(body, type, 100, min);
    body.stack.push(type);
  }
  one(body, operation);
}

function bound(body: Body, type: "f32" | "f64", limit: number, operation: number): void {
  if (type === "f32") body.code.byte(0x43).f32(limit);
  else body.code.byte(0x44).f64(limit);
  body.write(operation);
}

function reveal(body: Body): void {
  const operation = body.choices.pick(REVEALING);
  const type = operation.params[0] as "f32" | "f64";
  body.consume(operation.params);
  settleNan(body, type); // the last operand is the one that shows
  body.stack.push(...operation.params);
  one(body, operation);
}
