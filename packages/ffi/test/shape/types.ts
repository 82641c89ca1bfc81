/** C types made at random, and their sizes as C has them. */
import { koffi } from "@cofferdam/ffi";
import type { TypeObject } from "koffi";
import type { Random } from "./random.js";

export interface Scalar {
  readonly kind: "scalar";
  readonly name: string;
  readonly bytes: number;
}

export interface List {
  readonly kind: "array";
  readonly of: Scalar;
  readonly length: number;
}

/** A union's value is always that of its first member. */
export interface Aggregate {
  readonly kind: "struct" | "packed" | "union";
  readonly name: string;
  readonly members: readonly (readonly [name: string, type: Type])[];
  readonly koffi: TypeObject;
}

export type Type = Scalar | List | Aggregate;

const scalar = (name: string, bytes: number): Scalar => ({ kind: "scalar", name, bytes });

/** Those that are there twice are twice as likely. */
const scalars: readonly Scalar[] = [
  ...[scalar("int8_t", 1), scalar("uint8_t", 1), scalar("bool", 1)],
  ...[scalar("int16_t", 2), scalar("uint16_t", 2)],
  ...[scalar("int32_t", 4), scalar("uint32_t", 4)],
  ...[scalar("int64_t", 8), scalar("uint64_t", 8), scalar("void *", 8)],
  ...[scalar("float", 4), scalar("double", 8), scalar("float", 4), scalar("double", 8)],
];

let aggregates = 0;

/** What a parameter or a result can be. */
export function randomType(random: Random): Scalar | Aggregate {
  return random.oneIn(2) ? random.oneOf(scalars) : randomAggregate(random, 2);
}

function randomAggregate(random: Random, depth: number): Aggregate {
  const kind = random.oneOf(["struct", "struct", "struct", "packed", "union"] as const);
  const count = random.between(1, kind === "union" ? 3 : 5);
  const members = random.list(count, (index) => [`m${index}`, member(random, depth)] as const);
  // The ABI has small packed structs in memory, koffi 3.3.4 in registers: with it, they are wrong anyway.
  const isSmallPacked = kind === "packed" && koffi.sizeof(anonymous("packed", members)) <= 16;
  return aggregate(isSmallPacked ? "struct" : kind, members);
}

function member(random: Random, depth: number): Type {
  if (random.oneIn(5)) {
    const of = random.oneOf(scalars);
    return { kind: "array", of, length: random.between(1, 16 / of.bytes) };
  }
  if (depth === 0 || !random.oneIn(4)) return random.oneOf(scalars);
  const inner = randomAggregate(random, depth - 1);
  // Packed ones inside of others can leave members unaligned in a small struct: the same trouble.
  return inner.kind === "packed" ? aggregate("struct", inner.members) : inner;
}

type Members = Aggregate["members"];

function aggregate(kind: Aggregate["kind"], members: Members): Aggregate {
  const name = `T${++aggregates}`;
  return { kind, name, members, koffi: anonymous(kind, members) };
}

function anonymous(kind: Aggregate["kind"], members: Members): TypeObject {
  const fields = Object.fromEntries(members.map(([name, type]) => [name, koffiType(type)]));
  if (kind === "union") return koffi.union(fields);
  return kind === "packed" ? koffi.pack(fields) : koffi.struct(fields);
}

export function koffiType(type: Type): TypeObject {
  if (type.kind === "scalar") return koffi.type(type.name);
  return type.kind === "array" ? koffi.array(koffiType(type.of), type.length) : type.koffi;
}

/** The aggregates that a type is made of, inner ones first, itself last. */
export function aggregatesOf(type: Type): readonly Aggregate[] {
  if (type.kind === "scalar" || type.kind === "array") return [];
  return [...type.members.flatMap(([, inner]) => aggregatesOf(inner)), type];
}

/** A scalar inside of a type, and how C gets at it: ".m0.m1[2]". */
export interface Leaf {
  readonly path: string;
  readonly type: Scalar;
}

export function leavesOf(type: Type, path = ""): readonly Leaf[] {
  if (type.kind === "scalar") return [{ path, type }];
  if (type.kind === "array") {
    return Array.from({ length: type.length }, (_, n) => ({
      path: `${path}[${n}]`,
      type: type.of,
    }));
  }
  const carried = type.kind === "union" ? type.members.slice(0, 1) : type.members;
  return carried.flatMap(([name, inner]) => leavesOf(inner, `${path}.${name}`));
}
