/** 128-bit instructions: on integers only. */
import { alignment, chooseMemory, near, putIndex } from "../addresses.ts";
import type { Body } from "../body.ts";
import type { ValueType } from "../shape.ts";
import { Writer } from "../writer.ts";
import type { Family } from "./family.ts";

const has = ({ options }: Body) => options.simd;
const hasMemory = (body: Body) => has(body) && body.shape.memories.length > 0;

export const vectors: readonly Family[] = [
  { weight: 5, possible: has, emit: operate },
  { weight: 2, possible: has, emit: setLocal },
  { weight: 1, possible: has, emit: shuffle },
  { weight: 1, possible: hasMemory, emit: load },
  { weight: 1, possible: hasMemory, emit: store },
  { weight: 1, possible: hasMemory, emit: loadLane },
  { weight: 1, possible: hasMemory, emit: storeLane },
];

interface Operation {
  readonly code: number;
  readonly params: readonly ValueType[];
  readonly result: ValueType;
  /** How many lanes there are to name one of. */
  readonly lanes?: number;
}

const BINARY = [
  [0x23, 0x40],
  [0x4e, 0x51],
  [0x65, 0x66],
  [0x6e, 0x73],
  [0x76, 0x79],
  [0x7b, 0x7b],
  [0x82, 0x82],
  [0x85, 0x86],
  [0x8e, 0x93],
  [0x95, 0x99],
  [0x9b, 0x9f],
  [0xae, 0xae],
  [0xb1, 0xb1],
  [0xb5, 0xba],
  [0xbc, 0xbf],
  [0xce, 0xce],
  [0xd1, 0xd1],
  [0xd5, 0xdf],
] as const;

const UNARY = [
  [0x4d, 0x4d],
  [0x60, 0x62],
  [0x7c, 0x7f],
  [0x80, 0x81],
  [0x87, 0x8a],
  [0xa0, 0xa1],
  [0xa7, 0xaa],
  [0xc0, 0xc1],
  [0xc7, 0xca],
  [0xf8, 0xf9],
] as const;

const SHIFTS = [0x6b, 0x8b, 0xab, 0xcb].map((first) => [first, first + 2] as const);
const TESTS = [0x63, 0x83, 0xa3, 0xc3].map((first) => [first, first + 1] as const);

const OPERATIONS: readonly Operation[] = [
  ...all(BINARY, ["v128", "v128"], "v128"),
  ...all(UNARY, ["v128"], "v128"),
  ...all(SHIFTS, ["v128", "i32"], "v128"),
  ...all([...TESTS, [0x53, 0x53]], ["v128"], "i32"),
  ...all([[0x0f, 0x11]], ["i32"], "v128"),
  ...all([[0x12, 0x12]], ["i64"], "v128"),
  ...all([[0x52, 0x52]], ["v128", "v128", "v128"], "v128"),
  ...all([[0x0e, 0x0e]], ["v128", "v128"], "v128"),
  { code: 0x15, params: ["v128"], result: "i32", lanes: 16 },
  { code: 0x16, params: ["v128"], result: "i32", lanes: 16 },
  { code: 0x18, params: ["v128"], result: "i32", lanes: 8 },
  { code: 0x1b, params: ["v128"], result: "i32", lanes: 4 },
  { code: 0x1d, params: ["v128"], result: "i64", lanes: 2 },
  { code: 0x17, params: ["v128", "i32"], result: "v128", lanes: 16 },
  { code: 0x1a, params: ["v128", "i32"], result: "v128", lanes: 8 },
  { code: 0x1c, params: ["v128", "i32"], result: "v128", lanes: 4 },
  { code: 0x1e, params: ["v128", "i64"], result: "v128", lanes: 2 },
];

function all(
  ranges: readonly (readonly [number, number])[],
  params: readonly ValueType[],
  result: ValueType,
): Operation[] {
  return ranges.flatMap(([first, last]) => {
    return Array.from({ length: last - first + 1 }, (_, i) => ({
      code: first + i,
      params,
      result,
    }));
  });
}

function write(body: Body, code: number): void {
  body.write(...new Writer().byte(0xfd).u32(code).bytes);
}

function operate(body: Body): void {
  const { code, params, result, lanes } = body.choices.pick(OPERATIONS);
  body.consume(params);
  write(body, code);
  if (lanes) body.code.byte(body.choices.below(lanes));
  body.stack.push(result);
}

function setLocal(body: Body): void {
  const local = body.writable("v128") ?? body.addLocal("v128");
  body.consume(["v128"]);
  body.code.byte(0x21).u32(local);
  body.left--;
}

function shuffle(body: Body): void {
  body.consume(["v128", "v128"]);
  write(body, 0x0d);
  for (let i = 0; i < 16; i++) body.code.byte(body.choices.below(32));
  body.stack.push("v128");
}

/** Whole, widened, splat, or the rest zero: opcode and log2 of the greatest alignment. */
const LOADS = [
  [0x00, 4],
  ...[1, 2, 3, 4, 5, 6].map((code) => [code, 3] as const),
  [0x07, 0],
  [0x08, 1],
  [0x09, 2],
  [0x0a, 3],
  [0x5c, 2],
  [0x5d, 3],
] as const;

function load(body: Body): void {
  const { index, indexType } = chooseMemory(body);
  const [code, log2] = body.choices.pick(LOADS);
  putIndex(body, indexType, near(body));
  body.stack.pop();
  write(body, code);
  alignment(body, log2, index);
  body.stack.push("v128");
}

function store(body: Body): void {
  const { index, indexType } = chooseMemory(body);
  putIndex(body, indexType, near(body));
  body.put("v128");
  body.stack.splice(-2, 2);
  write(body, 0x0b);
  alignment(body, 4, index);
}

function loadLane(body: Body): void {
  ofLane(body, 0x54);
  body.stack.push("v128");
}

function storeLane(body: Body): void {
  ofLane(body, 0x58);
}

function ofLane(body: Body, first: number): void {
  const { index, indexType } = chooseMemory(body);
  const log2 = body.choices.below(4);
  putIndex(body, indexType, near(body));
  body.put("v128");
  body.stack.splice(-2, 2);
  write(body, first + log2);
  alignment(body, log2, index);
  body.code.byte(body.choices.below(16 >> log2));
}
