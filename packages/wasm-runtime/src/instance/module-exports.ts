import type { Manifest } from "../metering/index.js";
import { INITIALIZE } from "./initialize.js";

/** Where the exports of one instance come from. */
export interface ExportSource {
  /** A function, limited; made when it is asked for, and the same one each time. @param index among the functions */
  functionAt(index: number): unknown;
  /** A memory, global or table: another one once a new instance was made. */
  valueOf(name: string): unknown;
}

/** What there is without a prototype: names of exports are all its names. */
class Bare {
  constructor() {
    // biome-ignore lint/correctness/noConstructorReturn: fields of subclasses are put on what is returned
    return Object.create(null);
  }
}

/**
 * The exports of an instance, as users see them. There can be hundreds, and thousands of instances, most of them idle: a
 * function is made when somebody asks for it.
 */
class ModuleExports extends Bare {
  readonly #source: ExportSource;

  constructor(source: ExportSource) {
    super();
    this.#source = source;
  }

  static sourceOf(exports: ModuleExports): ExportSource {
    return exports.#source;
  }
}

/** The same for all instances of a module. */
interface Shared {
  readonly functions: readonly string[];
  readonly descriptors: PropertyDescriptorMap;
}

const shared = new WeakMap<Manifest, Shared>();

function sharedBy(manifest: Manifest): Shared {
  const known = shared.get(manifest);
  if (known !== undefined) return known;
  const functions = functionsOf(manifest);
  const made = { functions, descriptors: descriptorsOf(manifest, functions) };
  shared.set(manifest, made);
  return made;
}

export function moduleExports(
  manifest: Manifest,
  source: ExportSource,
): Readonly<Record<string, unknown>> {
  const exports = new ModuleExports(source);
  return Object.freeze(Object.defineProperties(exports, sharedBy(manifest).descriptors)) as never;
}

/** Names of the functions that are exported. */
export function functionNames(manifest: Manifest): readonly string[] {
  return sharedBy(manifest).functions;
}

/** `_initialize` was called, and may be only once. */
function functionsOf({ exports }: Manifest): readonly string[] {
  return exports
    .filter(({ name, kind }) => kind === "function" && name !== INITIALIZE)
    .map(({ name }) => name);
}

function descriptorsOf({ exports }: Manifest, functions: readonly string[]): PropertyDescriptorMap {
  const others = exports.filter(({ kind }) => kind !== "function").map(({ name }) => name);
  return Object.fromEntries([
    ...functions.map((name, index) => [name, lazily(index)]),
    ...others.map((name) => [name, currently(name)]),
  ]);
}

function lazily(index: number): PropertyDescriptor {
  return {
    enumerable: true,
    get(this: ModuleExports) {
      return ModuleExports.sourceOf(this).functionAt(index);
    },
  };
}

function currently(name: string): PropertyDescriptor {
  return {
    enumerable: true,
    get(this: ModuleExports) {
      return ModuleExports.sourceOf(this).valueOf(name);
    },
  };
}
