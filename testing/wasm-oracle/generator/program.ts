/** A module to run: its bytes, and what to call in it. */
import fc from "fast-check";
import { Choices } from "./choices.ts";
import { chooseArgument } from "./constants.ts";
import { encode } from "./encode.ts";
import { writeFunction } from "./function.ts";
import { DEFAULT_OPTIONS, type GeneratorOptions } from "./options.ts";
import { type NumberType, type Shape, typeOf } from "./shape.ts";
import { chooseShape } from "./skeleton.ts";
import { streams } from "./stream.ts";

export interface Call {
  readonly name: string;
  readonly args: readonly (number | bigint)[];
}

export interface Program {
  readonly bytes: Uint8Array;
  readonly shape: Shape;
  readonly calls: readonly Call[];
  /** How fast-check shows it: what is needed to run it again. */
  readonly [fc.toStringMethod]: () => string;
  /** What global 0 is before each call: how many calls of guarded functions it may make. */
  readonly callBudget: number;
}

/** Each part has a stream of its own, so that shrinking one leaves the others as they are. */
export interface Seed {
  readonly shape: Uint8Array;
  readonly functions: readonly Uint8Array[];
  readonly calls: Uint8Array;
}

export function programs(given: Partial<GeneratorOptions> = {}): fc.Arbitrary<Program> {
  const options = { ...DEFAULT_OPTIONS, ...given };
  return seeds(options).map((seed) => generate(seed, options));
}

function seeds({ functions, instructions }: GeneratorOptions): fc.Arbitrary<Seed> {
  return fc.record({
    shape: streams(64),
    functions: fc.tuple(...Array.from({ length: functions + 1 }, () => streams(instructions * 6))),
    calls: streams(48),
  });
}

export function generate(seed: Seed, options: GeneratorOptions): Program {
  const shape = chooseShape(new Choices(seed.shape), options);
  const own = shape.functions.slice(shape.imported);
  const bodies = own.map((_, i) => {
    const self = i + shape.imported;
    const choices = new Choices(seed.functions[i] ?? new Uint8Array(0));
    return writeFunction({ shape, options, choices, self, type: typeOf(shape, self) });
  });
  const calls = chooseCalls(shape, new Choices(seed.calls));
  const bytes = encode(shape, bodies);
  return {
    bytes,
    shape,
    calls,
    callBudget: options.calls,
    [fc.toStringMethod]: () => `${calls.map(showCall).join("; ")} of\n${toHex(bytes)}\n`,
  };
}

function showCall({ name, args }: Call): string {
  return `${name}(${args.map((arg) => (typeof arg === "bigint" ? `${arg}n` : arg)).join(", ")})`;
}

function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}

function chooseCalls(shape: Shape, choices: Choices): Call[] {
  const own = shape.functions.slice(shape.imported).map((_, i) => i + shape.imported);
  return Array.from({ length: choices.between(1, 4) }, () => {
    const index = choices.pick(own);
    const { params } = typeOf(shape, index);
    const args = params.map((type) => chooseArgument(choices, type as NumberType));
    return { name: `f${index}`, args };
  });
}
