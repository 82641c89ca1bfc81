/** An instance of a module, in the order of the specification: imports, entities, segments, start. */

import { evaluate, evaluateSlot } from "./constant.ts";
import type { Export, Import, Module } from "./decode/model.ts";
import { decodeModule } from "./decode/module.ts";
import { invoke } from "./machine/call.ts";
import {
  type Extern,
  Func,
  Global,
  type HostFunction,
  type Instance,
  Memory,
  Table,
  Tag,
} from "./machine/entities.ts";
import type { Machine } from "./machine/machine.ts";
import { initialize } from "./segments.ts";

/** A host function is a JavaScript function; everything else is what an instance exports. */
export type Imports = Readonly<Record<string, Readonly<Record<string, Extern | HostFunction>>>>;

export interface Instantiated {
  readonly instance: Instance;
  readonly exports: ReadonlyMap<string, Extern>;
}

export function instantiate(
  machine: Machine,
  bytes: Uint8Array,
  imports: Imports = {},
): Instantiated {
  const module = decodeModule(bytes);
  const instance = emptyInstance(module);
  for (const wanted of module.imports) addImport(instance, wanted, imports);
  define(machine, module, instance);
  initialize(machine, module, instance);
  const exports = module.exports.map((item) => [item.name, exported(instance, item)] as const);
  const start = module.start === undefined ? undefined : instance.functions[module.start];
  if (start) invoke(machine, start, []);
  return { instance, exports: new Map(exports) };
}

function emptyInstance({ types }: Module): Instance {
  return {
    types,
    functions: [],
    tables: [],
    memories: [],
    globals: [],
    tags: [],
    elements: [],
    data: [],
  };
}

function addImport(instance: Instance, wanted: Import, imports: Imports): void {
  const given = imports[wanted.module]?.[wanted.name];
  if (given instanceof Func) instance.functions.push(given);
  else if (given instanceof Table) instance.tables.push(given);
  else if (given instanceof Memory) instance.memories.push(given);
  else if (given instanceof Global) instance.globals.push(given);
  else if (given instanceof Tag) instance.tags.push(given);
  else if (given && wanted.type) instance.functions.push(new Func(wanted.type, { host: given }));
  else throw new Error(`Nothing is given for the import ${wanted.module}.${wanted.name}.`);
}

function define(machine: Machine, module: Module, instance: Instance): void {
  module.codes.forEach((code, i) => {
    const type = module.functions[i] as Func["type"];
    instance.functions.push(new Func(type, { instance, code }));
  });
  instance.memories.push(...module.memories.map((limits) => new Memory(limits)));
  instance.tags.push(...module.tags.map((type) => new Tag(type)));
  for (const { type, init } of module.globals) {
    const global = new Global(type.type, type.mutable);
    global.slot.set(evaluateSlot(machine, instance, init));
    instance.globals.push(global);
  }
  for (const { type, init } of module.tables) {
    const value = init ? evaluate(machine, instance, init, type.element) : null;
    instance.tables.push(new Table(type, value));
  }
}

function exported(instance: Instance, { kind, index }: Export): Extern {
  const spaces = {
    function: instance.functions,
    table: instance.tables,
    memory: instance.memories,
    global: instance.globals,
    tag: instance.tags,
  };
  return spaces[kind][index] as Extern;
}
