/** A decoded module: what the binary says, nothing of a run. */
import type { Instruction } from "./instruction.ts";

export type NumberType = "i32" | "i64" | "f32" | "f64";
export type RefType = "funcref" | "externref" | "exnref";
export type ValueType = NumberType | RefType | "v128";

export interface FuncType {
  readonly params: readonly ValueType[];
  readonly results: readonly ValueType[];
}

export interface Limits {
  readonly initial: number;
  readonly maximum: number | undefined;
  /** Indices are i64 (memory64, table64). */
  readonly wide: boolean;
}

export interface TableType extends Limits {
  readonly element: RefType;
}

export interface GlobalType {
  readonly type: ValueType;
  readonly mutable: boolean;
}

export type Kind = "function" | "table" | "memory" | "global" | "tag";

export interface Import {
  readonly module: string;
  readonly name: string;
  readonly kind: Kind;
  /** Of a function or tag. */
  readonly type?: FuncType;
  readonly table?: TableType;
  readonly memory?: Limits;
  readonly global?: GlobalType;
}

export interface Export {
  readonly name: string;
  readonly kind: Kind;
  readonly index: number;
}

export interface Code {
  readonly instructions: readonly Instruction[];
  /** Parameters and locals. */
  readonly locals: number;
  /** More slots than the operands ever need. */
  readonly operands: number;
  readonly loops: number;
}

export interface Element {
  readonly mode: "active" | "passive" | "declarative";
  readonly table: number;
  readonly offset: Code | undefined;
  readonly items: readonly Code[];
}

export interface Data {
  readonly memory: number;
  /** Of an active segment. */
  readonly offset: Code | undefined;
  readonly bytes: Uint8Array;
}

export interface Module {
  readonly types: FuncType[];
  readonly imports: Import[];
  readonly functions: FuncType[];
  readonly tables: { readonly type: TableType; readonly init: Code | undefined }[];
  readonly memories: Limits[];
  readonly globals: { readonly type: GlobalType; readonly init: Code }[];
  readonly tags: FuncType[];
  readonly exports: Export[];
  start: number | undefined;
  readonly elements: Element[];
  readonly data: Data[];
  readonly codes: Code[];
}
