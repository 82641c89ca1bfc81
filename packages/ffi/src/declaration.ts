/** A C function's declaration, as koffi understands it. */
import { fail, show } from "@cofferdam/core";
import koffi, { type LibraryHandle, type TypeObject } from "koffi";
import { cached } from "./prototype-cache.js";

interface Parameter {
  readonly type: TypeObject;
  readonly direction: "Input" | "Output" | "Input/Output";
}

type KoffiFunction = ReturnType<LibraryHandle["func"]>;

type Type = string | TypeObject | ReturnType<typeof koffi.out>;

/** What koffi's `func` takes: a C prototype; or name, result and parameters, after a convention or not. */
export type FuncArguments =
  | readonly [prototype: string]
  | readonly [name: string, result: Type, parameters: readonly Type[]]
  | readonly [convention: string, name: string, result: Type, parameters: readonly Type[]];

export type FunctionInfo = KoffiFunction["info"];

export interface Declaration {
  readonly name: string;
  readonly info: FunctionInfo;
  readonly result: TypeObject;
  readonly parameters: readonly Parameter[];
  readonly variadic: boolean;
  /** The same without a name, to call any address with. */
  readonly type: TypeObject;
}

/** Reads a declaration. @throws ERR_PROTOTYPE_INVALID, ERR_SYMBOL_NOT_FOUND */
export function declare(library: LibraryHandle, path: string, args: FuncArguments): Declaration {
  return cached(args, () => {
    const info = describe(library, path, args);
    const parameters = info.arguments as unknown as readonly Parameter[];
    const variadic = isVariadic(args);
    const types = [...parameters.map(directed), ...(variadic ? ["..."] : [])];
    const type = koffi.proto(info.result, types);
    return { name: info.name, info, result: info.result, parameters, variadic, type };
  });
}

function describe(library: LibraryHandle, path: string, args: FuncArguments): FunctionInfo {
  try {
    return (library.func as (...args: readonly unknown[]) => KoffiFunction)(...args).info;
  } catch (cause) {
    throw declarationError(path, args, cause as Error);
  }
}

function declarationError(path: string, args: FuncArguments, cause: Error): Error {
  const { message } = cause;
  if (/^Cannot find/.test(message)) {
    return fail(
      "ERR_SYMBOL_NOT_FOUND",
      `${path} exports no function for ${JSON.stringify(args[0])}: ${message}. ` +
        `\`nm -D --defined-only\` lists what it exports.`,
      { cause },
    );
  }
  return fail(
    "ERR_PROTOTYPE_INVALID",
    `Expected a C prototype for \`func\`, got ${show(args[0])}: ${message}. ` +
      'Write it as in C, for example "int add(int a, int b)", and declare struct types with koffi first.',
    { cause },
  );
}

/** koffi's description does not say it. */
function isVariadic(args: FuncArguments): boolean {
  const last = args.at(-1);
  if (Array.isArray(last)) return last.at(-1) === "...";
  return typeof last === "string" && /\.\.\.\s*\)\s*;?\s*$/.test(last);
}

function directed({ type, direction }: Parameter): TypeObject {
  const mark = { Input: undefined, Output: koffi.out, "Input/Output": koffi.inout }[direction];
  return (mark ? mark(type) : type) as TypeObject;
}

/** The address of an exported symbol. @throws ERR_SYMBOL_NOT_FOUND */
export function addressOf(library: LibraryHandle, path: string, name: string): bigint {
  try {
    return koffi.address(library.symbol(name));
  } catch (cause) {
    throw fail(
      "ERR_SYMBOL_NOT_FOUND",
      `${path} exports no symbol ${JSON.stringify(name)}. \`nm -D --defined-only\` lists what it exports.`,
      { cause },
    );
  }
}

/** A koffi type by its name. @throws ERR_PROTOTYPE_INVALID */
export function typeNamed(type: string | TypeObject): TypeObject {
  try {
    return koffi.type(type);
  } catch (cause) {
    throw fail(
      "ERR_PROTOTYPE_INVALID",
      `Expected a C type, got ${show(type)}: ${(cause as Error).message}. ` +
        "Declare structs and callbacks with koffi first.",
      { cause },
    );
  }
}

/** Opens the file. @throws ERR_DLOPEN_FAILED */
export function load(path: string, options: Parameters<typeof koffi.load>[1]): LibraryHandle {
  try {
    return koffi.load(path, options);
  } catch (cause) {
    throw fail(
      "ERR_DLOPEN_FAILED",
      `Cannot load the library ${JSON.stringify(path)}: ${(cause as Error).message}. ` +
        "A name without a slash is looked for where the system keeps libraries, a path from the working directory.",
      { cause },
    );
  }
}
