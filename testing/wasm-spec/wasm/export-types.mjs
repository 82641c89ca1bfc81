// What a module exports, read from its bytes: V8 tells the types of exports only with an experimental flag.

import { Kind, Type } from "./encode.mjs";
import { reader } from "./reader.mjs";

const SIMPLE = new Set(Object.values(Type));
const REF = 0x64;
const REF_NULL = 0x63;

/** Functions and globals of a valid module, by export name. A type is undefined where a module of the harness could
 *  not name it: it refers to types of the module, or is not final, so that only the module's own type would match. */
export function exportTypes(bytes) {
  const module = { types: [], funcs: [], globals: [], exports: new Map() };
  const source = reader(bytes);
  source.skip(8);
  while (!source.done()) {
    const id = source.byte();
    const section = source.slice(source.unsigned());
    SECTIONS[id]?.(section, module);
  }
  return module.exports;
}

const SECTIONS = {
  1: (source, { types }) => source.repeat(() => types.push(...recursiveTypes(source))),
  2: (source, module) => source.repeat(() => readImport(source, module)),
  3: (source, { types, funcs }) => source.repeat(() => funcs.push(types[source.unsigned()])),
  6: (source, { globals }) => source.repeat(() => globals.push(globalOf(source, true))),
  7: (source, module) => source.repeat(() => readExport(source, module)),
};

function recursiveTypes(source) {
  if (source.peek() !== 0x4e) return [subType(source)];
  source.byte();
  // alone in its group it is still the same type as outside of one
  const types = source.repeat(() => subType(source));
  return types.length === 1 ? types : types.map(() => undefined);
}

function subType(source) {
  const lead = source.peek();
  if (lead !== 0x50 && lead !== 0x4f) return compositeType(source);
  source.byte();
  const supertypes = source.repeat(() => source.unsigned());
  const type = compositeType(source);
  return lead === 0x4f && supertypes.length === 0 ? type : undefined;
}

function compositeType(source) {
  const form = source.byte();
  if (form === 0x60) {
    const params = source.repeat(() => valueType(source));
    const results = source.repeat(() => valueType(source));
    return [...params, ...results].includes(undefined) ? undefined : { params, results };
  }
  const fields = form === 0x5f ? source.unsigned() : 1;
  for (let n = 0; n < fields; n++) {
    const packed = source.peek() === 0x78 || source.peek() === 0x77;
    if (packed) source.byte();
    else valueType(source);
    source.byte();
  }
  return undefined;
}

function valueType(source) {
  const type = source.byte();
  if (type === REF || type === REF_NULL) source.signed();
  return SIMPLE.has(type) ? type : undefined;
}

function readImport(source, { types, funcs, globals }) {
  source.name();
  source.name();
  const kind = source.byte();
  if (kind === Kind.func) funcs.push(types[source.unsigned()]);
  else if (kind === Kind.global) globals.push(globalOf(source, false));
  else skipDescription(source, kind);
}

function skipDescription(source, kind) {
  if (kind === Kind.table) valueType(source);
  if (kind === Kind.tag) source.skip(1);
  if (kind === Kind.tag) source.unsigned();
  else skipLimits(source);
}

function skipLimits(source) {
  const flags = source.byte();
  source.unsigned();
  if (flags & 1) source.unsigned();
  if (flags & 8) source.unsigned(); // a custom page size
}

function globalOf(source, defined) {
  const type = valueType(source);
  const mutable = source.byte();
  if (defined) source.skipConstant();
  return type === undefined ? undefined : { type, mutable };
}

function readExport(source, { funcs, globals, exports }) {
  const field = source.name();
  const kind = source.byte();
  const index = source.unsigned();
  if (kind === Kind.func) exports.set(field, funcs[index]);
  if (kind === Kind.global) exports.set(field, globals[index]);
}
