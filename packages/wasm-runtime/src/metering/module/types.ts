import { TYPE } from "../binary/opcode.js";
import type { Reader } from "../binary/reader.js";
import { skipValueType, unknown } from "../binary/types.js";
import type { Caps } from "../limits.js";

/** A type of the type section. */
export interface DefinedType {
  readonly form: "function" | "struct" | "array";
  /** Of a function; 0 for others. */
  readonly parameters: number;
  readonly results: number;
  /** Bytes of the first parameter to behind the last, of the first result to behind the last. */
  readonly parameterBytes: readonly [from: number, to: number];
  readonly resultBytes: readonly [from: number, to: number];
  /** One of its values is a vector of 128 bits. */
  readonly hasVectors: boolean;
  /** Of a struct. */
  readonly fields: number;
}

/** @throws InvalidModuleError */
export function readTypes(reader: Reader, caps: Caps): readonly DefinedType[] {
  const types: DefinedType[] = [];
  for (let rest = reader.count(); rest > 0; rest--) {
    if (reader.peek() === TYPE.GROUP) {
      reader.byte();
      for (let each = reader.count(); each > 0; each--) types.push(subType(reader));
    } else types.push(subType(reader));
    if (types.length > caps.types) {
      throw reader.refused(`More than ${caps.types} types`);
    }
  }
  reader.finish("the type section");
  return types;
}

function subType(reader: Reader): DefinedType {
  const code = reader.peek();
  if (code === TYPE.SUB || code === TYPE.SUB_FINAL) {
    reader.byte();
    for (let rest = reader.count(); rest > 0; rest--) reader.skipNumber();
  }
  return compositeType(reader);
}

const none = [0, 0] as const;

function compositeType(reader: Reader): DefinedType {
  const start = reader.at;
  const form = reader.byte();
  if (form === TYPE.FUNC) return functionType(reader);
  if (form === TYPE.STRUCT) return dataType("struct", fields(reader, reader.count()));
  if (form === TYPE.ARRAY) return dataType("array", fields(reader, 1));
  throw reader.invalid(unknown("form of a type", form), start);
}

function fields(reader: Reader, count: number): number {
  for (let each = 0; each < count; each++) {
    skipValueType(reader);
    reader.byte(); // mutable or not
  }
  return count;
}

function dataType(form: "struct" | "array", fields: number): DefinedType {
  const [parameters, results, hasVectors] = [0, 0, false];
  return { form, parameters, results, parameterBytes: none, resultBytes: none, hasVectors, fields };
}

function functionType(reader: Reader): DefinedType {
  const parameters = values(reader);
  const results = values(reader);
  return {
    form: "function",
    parameters: parameters.count,
    results: results.count,
    parameterBytes: parameters.bytes,
    resultBytes: results.bytes,
    hasVectors: parameters.hasVectors || results.hasVectors,
    fields: 0,
  };
}

function values(reader: Reader): {
  count: number;
  bytes: readonly [number, number];
  hasVectors: boolean;
} {
  const count = reader.count();
  const from = reader.at;
  let hasVectors = false;
  for (let rest = count; rest > 0; rest--) {
    if (skipValueType(reader) === TYPE.V128) hasVectors = true;
  }
  return { count, bytes: [from, reader.at], hasVectors };
}
