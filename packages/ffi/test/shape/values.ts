/** Values for random types: each leaf another one, so that two that are swapped are noticed. */
import { leavesOf, type Scalar, type Type } from "./types.js";

export type Leaf = number | bigint | boolean;

let serial = 0;

/** One value per leaf. */
export function newLeaves(type: Type): readonly Leaf[] {
  return leavesOf(type).map(({ type: { name, bytes } }) => {
    serial++;
    if (name === "bool") return serial % 2 === 0;
    if (name === "float") return (serial % 4096) + 0.5;
    if (name === "double") return serial + 1 / 3;
    return wholeNumber(name, bytes);
  });
}

/** Every byte differs from its neighbours; signed ones are negative now and then. */
function wholeNumber(name: string, bytes: number): Leaf {
  const pattern = BigInt(serial) * 0x9e3779b97f4a7c15n;
  if (name === "int64_t") return BigInt.asIntN(64, pattern);
  // koffi 3.3.4 gives callbacks an unsigned 64-bit argument as a signed one
  if (bytes === 8) return BigInt.asUintN(63, pattern);
  const bits = bytes * 8;
  return Number(
    name.startsWith("int") ? BigInt.asIntN(bits, pattern) : BigInt.asUintN(bits, pattern),
  );
}

/** What koffi takes for a value with these leaves. */
export function toJs(type: Type, leaves: Iterator<Leaf>): unknown {
  if (type.kind === "scalar") return leaves.next().value;
  if (type.kind === "array")
    return Array.from({ length: type.length }, () => toJs(type.of, leaves));
  const carried = type.kind === "union" ? type.members.slice(0, 1) : type.members;
  return Object.fromEntries(carried.map(([name, inner]) => [name, toJs(inner, leaves)]));
}

/** The leaves of what koffi gave; numbers and bigints alike as text. */
export function fromJs(type: Type, value: unknown): readonly string[] {
  if (type.kind === "scalar") return [String(value)];
  if (type.kind === "array") {
    return Array.from({ length: type.length }, (_, n) => String((value as Leaf[])[n]));
  }
  const carried = type.kind === "union" ? type.members.slice(0, 1) : type.members;
  const object = value as Record<string, unknown>;
  return carried.flatMap(([name, inner]) => fromJs(inner, object[name]));
}

/** A leaf as C source. */
export function toC({ name }: Scalar, leaf: Leaf): string {
  if (name === "void *") return `(void *)${leaf}ull`;
  if (name === "float") return `${leaf}f`;
  if (name === "int64_t") return `(int64_t)${BigInt.asUintN(64, BigInt(leaf))}ull`;
  return name === "uint64_t" ? `${leaf}ull` : String(leaf);
}

/** A leaf as it lies in memory. */
export function toBytes({ name, bytes }: Scalar, leaf: Leaf): Buffer {
  const buffer = Buffer.alloc(bytes);
  if (name === "float") buffer.writeFloatLE(Number(leaf));
  else if (name === "double") buffer.writeDoubleLE(Number(leaf));
  else if (bytes === 8) buffer.writeBigUInt64LE(BigInt.asUintN(64, BigInt(leaf)));
  else buffer.writeUIntLE(Number(BigInt.asUintN(bytes * 8, BigInt(leaf))), 0, bytes);
  return buffer;
}
