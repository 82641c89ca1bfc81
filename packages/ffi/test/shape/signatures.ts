/** Functions made at random, with the arguments and the result of one call. */
import type { Random } from "./random.js";
import { type Aggregate, leavesOf, randomType, type Scalar, type Type } from "./types.js";
import { type Leaf, newLeaves, toBytes, toC } from "./values.js";

export interface Value {
  readonly type: Scalar | Aggregate;
  readonly leaves: readonly Leaf[];
}

export interface Signature {
  /** `f0`, `f1`, … */
  readonly name: string;
  readonly parameters: readonly Value[];
  readonly result: Value | undefined;
}

export function randomSignatures(random: Random, count: number): readonly Signature[] {
  const value = (): Value => {
    const type = randomType(random);
    return { type, leaves: newLeaves(type) };
  };
  return random.list(count, (index) => ({
    name: `f${index}`,
    parameters: random.list(random.between(0, 14), value),
    result: random.oneIn(10) ? undefined : value(),
  }));
}

/** What the parts of a value come to in memory, without the gaps between them. */
export function bytesOf(values: readonly Value[]): Buffer {
  return Buffer.concat(
    values.flatMap(({ type, leaves }) =>
      leavesOf(type).map((leaf, index) => toBytes(leaf.type, leaves[index] as Leaf)),
    ),
  );
}

/** `T1 f0(int32_t p0, T2 p1)`, with what the aggregates are. */
export function shown({ name, parameters, result }: Signature): string {
  const list = parameters.map(({ type }) => described(type)).join(", ");
  return `${result ? described(result.type) : "void"} ${name}(${list})`;
}

function described(type: Type): string {
  if (type.kind === "scalar") return type.name;
  if (type.kind === "array") return `${type.of.name}[${type.length}]`;
  return `${type.kind} { ${type.members.map(([, inner]) => described(inner)).join("; ")} }`;
}

/** C statements that put the leaves into `variable`. */
export function assignments(variable: string, { type, leaves }: Value): string {
  return leavesOf(type)
    .map((leaf, index) => `${variable}${leaf.path} = ${toC(leaf.type, leaves[index] as Leaf)};`)
    .join(" ");
}
