/** A function of a library that is in a helper, as the host knows it. */
import type { Declaration, FuncArguments, TypeObject } from "@cofferdam/ffi/declaration";
import { describeDeclaration } from "../types/describe.js";
import type { CrossingParameters } from "../wire/parameters.js";
import { crossingParameters } from "../wire/parameters.js";
import { type Known, LIBRARY } from "./helper.js";

export interface RemoteFunction extends CrossingParameters, Known {
  readonly number: number;
  readonly symbol: string;
  readonly declaration: Declaration;
  /** It may be called once more when a helper died in the middle of it. */
  readonly idempotent: boolean;
  /** Can a value be what it returns? A helper that was taken over may send others. */
  readonly returns: (value: unknown) => boolean;
  calls: number;
}

/** @param words as `func` was given them */
export function remoteFunction(
  number: number,
  words: FuncArguments,
  declaration: Declaration,
  idempotent: boolean,
): RemoteFunction {
  const spec = describeDeclaration(words);
  return {
    number,
    symbol: declaration.name,
    declaration,
    idempotent,
    returns: returnsOf(declaration.result),
    calls: 0,
    introduction: { kind: "func", id: 0, library: LIBRARY, function: number, declaration: spec },
    ...crossingParameters(declaration),
  };
}

type Check = (value: unknown) => boolean;

const isNumber: Check = (value) => typeof value === "number";
const isInteger: Check = (value) => typeof value === "number" || typeof value === "bigint";
const isText: Check = (value) => typeof value === "string" || value === null;
const isPointer: Check = (value) => typeof value === "bigint" || value === null;
const isObject: Check = (value) => typeof value === "object";

/** By the names that koffi gives its primitives: what it makes of them in JavaScript. */
const checks: Readonly<Record<string, Check>> = {
  Void: (value) => value === undefined,
  Bool: (value) => typeof value === "boolean",
  Int8: isNumber,
  UInt8: isNumber,
  Int16: isNumber,
  UInt16: isNumber,
  Int16S: isNumber,
  UInt16S: isNumber,
  Int32: isNumber,
  UInt32: isNumber,
  Int32S: isNumber,
  UInt32S: isNumber,
  Int64: isInteger,
  UInt64: isInteger,
  Int64S: isInteger,
  UInt64S: isInteger,
  Float32: isNumber,
  Float64: isNumber,
  String: isText,
  String16: isText,
  String32: isText,
  Pointer: isPointer,
  Callback: isPointer,
  Record: isObject,
  Union: isObject,
  Array: (value) => typeof value === "object" || typeof value === "string",
};

function returnsOf({ primitive }: TypeObject): Check {
  return checks[primitive] ?? (() => true);
}
