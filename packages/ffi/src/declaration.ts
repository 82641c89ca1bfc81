/** A C function's declaration, as koffi understands it. */
import { fail, show } from "@cofferdam/core";
import koffi, { type LibraryHandle, type TypeObject } from "koffi";
import { parameterTexts } from "./parameter-texts.js";
import { cached } from "./prototype-cache.js";
import { withLeadingConst } from "./qualifiers.js";

export interface Parameter {
  readonly type: TypeObject;
  readonly direction: "Input" | "Output" | "Input/Output";
  /** As it was written; undefined where the type was given as an object. */
  readonly text: string | undefined;
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

/** This process, as a library: some function must be there for koffi to describe any. */
let self: LibraryHandle | undefined;

/** Reads a declaration; whether a library exports it is not asked. @throws ERR_PROTOTYPE_INVALID */
export function declare(args: FuncArguments): Declaration {
  return cached(args, () => {
    const info = describe(withLeadingConst(args));
    const parameters = withTexts(info, args);
    const variadic = isVariadic(args);
    const types = [...parameters.map(directed), ...(variadic ? ["..."] : [])];
    const type = koffi.proto(info.result, types);
    return { name: info.name, info, result: info.result, parameters, variadic, type };
  });
}

/**
 * koffi understands the declaration of a function only together with its address. In this process it may have none,
 * so after koffi has found nothing wrong but that, it is asked again, under the name of a function that there is.
 */
function describe(args: FuncArguments): FunctionInfo {
  try {
    return describeNamed(args);
  } catch (cause) {
    const name = /^Cannot find function '(.*)' in shared library$/.exec(
      (cause as Error).message,
    )?.[1];
    if (name === undefined) throw declarationError(args, cause as Error);
    return { ...describeNamed(renamed(args, name)), name };
  }
}

function describeNamed(args: FuncArguments): FunctionInfo {
  self ??= koffi.load(null);
  return (self.func as (...args: readonly unknown[]) => KoffiFunction)(...args).info;
}
/** The first parenthesis of a prototype is after the name. */
function renamed(args: FuncArguments, name: string): FuncArguments {
  const there = "malloc";
  if (args.length === 1) return [args[0].replace(/\w+(?=\s*\()/, there)];
  return args.map((word) => (word === name ? there : word)) as unknown as FuncArguments;
}

function declarationError(args: FuncArguments, cause: Error): Error {
  return fail(
    "ERR_PROTOTYPE_INVALID",
    `Expected a C prototype for \`func\`, got ${show(args[0])}: ${cause.message}. ` +
      'Write it as in C, for example "int add(int a, int b)", and declare struct types with koffi first.',
    { cause },
  );
}

/** koffi's description drops `const`. */
function withTexts(info: FunctionInfo, args: FuncArguments): readonly Parameter[] {
  const texts = parameterTexts(args);
  const parameters = info.arguments as unknown as readonly Omit<Parameter, "text">[];
  return parameters.map((parameter, index) => ({ ...parameter, text: texts[index] }));
}

/** koffi's description does not say it. */
function isVariadic(args: FuncArguments): boolean {
  const last = args.at(-1);
  if (Array.isArray(last)) return last.at(-1) === "...";
  return typeof last === "string" && /\.\.\.\s*\)\s*;?\s*$/.test(last);
}

/** A parameter as koffi takes it in a declaration. */
export function directed({ type, direction }: Parameter): TypeObject {
  const mark = { Input: undefined, Output: koffi.out, "Input/Output": koffi.inout }[direction];
  return (mark ? mark(type) : type) as TypeObject;
}

/** koffi's function for any address, without a gate. */
export function functionAt<F>(address: bigint, declaration: FuncArguments): F {
  return koffi.decode(address, declare(declaration).type);
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
