/** What a module is, but for its instructions. */
import type { Global, Memory, Table } from "./entities.js";
import type { Section } from "./read-sections.js";
import type { DefinedType } from "./types.js";

export interface Import {
  readonly module: string;
  readonly name: string;
  /** Of KIND. */
  readonly kind: number;
  /** Index among those of its kind. */
  readonly index: number;
}

export interface Export {
  readonly name: string;
  /** Of KIND. */
  readonly kind: number;
  readonly index: number;
}

/** The instructions of one function. */
export interface Body {
  /** Offset of its local variables' declarations. */
  readonly at: number;
  /** Offset behind its last instruction, which is `end`. */
  readonly end: number;
}

export interface Shape {
  readonly bytes: Uint8Array;
  readonly sections: readonly Section[];
  readonly types: readonly DefinedType[];
  readonly imports: readonly Import[];
  readonly exports: readonly Export[];
  /** Types of all functions, imported ones first. */
  readonly functionTypes: readonly number[];
  readonly importedFunctions: number;
  readonly tables: readonly Table[];
  readonly memories: readonly Memory[];
  readonly globals: readonly Global[];
  /** Types of all tags. */
  readonly tagTypes: readonly number[];
  /** Index of the function that runs first. */
  readonly start: number | undefined;
  /** Functions that initial values of globals and tables refer to. */
  readonly valueFunctions: readonly number[];
  /** Of the module's own functions. */
  readonly bodies: readonly Body[];
}

/** By index of what is exported, of one KIND: the first name that it has. */
export function exportedNames({ exports }: Shape, kind: number): ReadonlyMap<number, string> {
  const names = new Map<number, string>();
  for (const each of exports) {
    if (each.kind === kind && !names.has(each.index)) names.set(each.index, each.name);
  }
  return names;
}

/** The type of a function. */
export function typeOf(shape: Shape, index: number): DefinedType | undefined {
  const type = shape.functionTypes[index];
  return type === undefined ? undefined : shape.types[type];
}
