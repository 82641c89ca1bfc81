import { KIND } from "./binary/opcode.js";
import type { Plan } from "./code/plan.js";
import type { Survey } from "./code/survey.js";
import { EXPORTED } from "./contract.js";
import { isReadable } from "./module/entities.js";
import { type Export, exportedNames, type Shape } from "./module/shape.js";
import { signatureOf } from "./module/signature.js";
import { stackPointerOf } from "./module/stack-pointer.js";

export type ImportKind = "function" | "table" | "memory" | "global" | "tag";

/** What the host has to know of a metered module. */
export interface Manifest {
  readonly imports: readonly {
    readonly module: string;
    readonly name: string;
    readonly kind: ImportKind;
    /** Of a function: see module/signature.ts. */
    readonly signature?: string;
  }[];
  readonly exports: readonly {
    readonly name: string;
    readonly kind: ImportKind;
    /** Of a function: see module/signature.ts. */
    readonly signature?: string;
  }[];
  /** All memories: pages that they begin with; the export that each can be had by. */
  readonly memories: readonly {
    readonly pages: number;
    readonly exported: string;
    readonly isImported: boolean;
  }[];
  readonly tables: readonly {
    readonly elements: number;
    readonly exported: string;
    readonly isImported: boolean;
  }[];
  /** Exports that the mutable globals can be had by. */
  readonly globals: readonly string[];
  /** Export of the global that a guest's own stack, in its memory, ends at; undefined: the module does not tell. */
  readonly stackPointer?: string;
  /** Some state cannot be read from outside: an instance is put back to what it was by making a new one. */
  readonly hasHiddenState: boolean;
  readonly hasStart: boolean;
  /** What exported functions cost that are not charged: their callers are. */
  readonly leafCosts: Readonly<Record<string, number>>;
  /** Depth is counted; so many frame units the host's own calls may take that are not. */
  readonly stack: { readonly isCounted: boolean; readonly chainUnits: number };
  readonly limits: {
    readonly fuel: boolean;
    readonly pages: boolean;
    readonly elements: boolean;
    readonly stack: boolean;
  };
}

const kinds: readonly ImportKind[] = ["function", "table", "memory", "global", "tag"];

export function manifestOf(shape: Shape, found: Survey, plan: Plan): Manifest {
  const { memories, tables, globals } = shape;
  const memory = exportOf(shape, KIND.MEMORY, EXPORTED.memory);
  const table = exportOf(shape, KIND.TABLE, EXPORTED.table);
  const global = exportOf(shape, KIND.GLOBAL, EXPORTED.global);
  const isMutable = ({ isMutable }: { isMutable: boolean }) => isMutable;
  return {
    imports: shape.imports.map(({ module, name, kind, index }) => ({
      module,
      name,
      kind: kindOf(kind),
      ...(kind === KIND.FUNCTION && { signature: signatureOf(shape, index) }),
    })),
    exports: shape.exports.map(({ name, kind, index }) => ({
      name,
      kind: kindOf(kind),
      ...(kind === KIND.FUNCTION && { signature: signatureOf(shape, index) }),
    })),
    memories: memories.map(({ least, isImported }, index) => ({
      pages: least,
      isImported,
      exported: memory(index),
    })),
    tables: tables.map(({ least, isImported }, index) => ({
      elements: least,
      isImported,
      exported: table(index),
    })),
    globals: globals.flatMap((each, index) =>
      each.isMutable && isReadable(each) ? [global(index)] : [],
    ),
    ...stackPointerIn(shape, global),
    hasHiddenState:
      found.events.hasDrops || globals.some((each) => isMutable(each) && !isReadable(each)),
    hasStart: shape.start !== undefined,
    leafCosts: leafCostsOf(shape, found),
    stack: { isCounted: plan.stack !== undefined, chainUnits: found.counted?.reserved ?? 0 },
    limits: {
      fuel: plan.fuel !== undefined,
      pages: plan.pages !== undefined,
      elements: plan.elements !== undefined,
      stack: plan.stack !== undefined,
    },
  };
}

function stackPointerIn(
  shape: Shape,
  exported: (index: number) => string,
): Pick<Manifest, "stackPointer"> {
  const index = stackPointerOf(shape);
  return index === undefined ? {} : { stackPointer: exported(index) };
}

function kindOf(kind: number): ImportKind {
  return kinds[kind] as ImportKind;
}

function exportOf(shape: Shape, kind: number, prefix: string): (index: number) => string {
  const names = exportedNames(shape, kind);
  return (index) => names.get(index) ?? `${prefix}${index}`;
}

function leafCostsOf(
  { exports: own, importedFunctions, start }: Shape,
  { leaves, leafCosts }: Survey,
): Readonly<Record<string, number>> {
  const first =
    start === undefined ? [] : [{ name: EXPORTED.start, kind: KIND.FUNCTION, index: start }];
  const exports: readonly Export[] = [...own, ...first];
  const isLeaf = ({ kind, index }: Export) =>
    kind === KIND.FUNCTION && leaves[index - importedFunctions] === 1;
  return Object.fromEntries(
    exports
      .filter(isLeaf)
      .map(({ name, index }) => [name, leafCosts[index - importedFunctions] ?? 0]),
  );
}
