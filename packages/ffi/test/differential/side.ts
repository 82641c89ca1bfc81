/** The two sides of a comparison: a library opened by koffi itself, and by us. */
import { inspect } from "node:util";
import { type IsolationLayer, isolate } from "@cofferdam/core";
import { koffi, type LibraryOptions, library } from "@cofferdam/ffi";
import type { TypeObject } from "koffi";

type Type = string | TypeObject;
// biome-ignore lint/suspicious/noExplicitAny: the C prototype decides, which TypeScript cannot read
type NativeFunction = ((...args: any[]) => any) & { info: unknown };

export type Callback = (...args: never[]) => unknown;

/** What both can do. */
export interface Side {
  func(prototype: string): NativeFunction;
  func(name: string, result: Type, parameters: readonly unknown[]): NativeFunction;
  register(callback: Callback, type: Type): bigint;
  unregister(pointer: bigint): void;
  symbol(name: string): bigint;
  /** What lies where the library says: the address is of its process. */
  decode(pointer: bigint, type: Type): unknown;
  /** As the last call left it. */
  errno(): number;
  variable(name: string, type: Type): { get(): unknown; set(value: unknown): void };
}

/** One call, or a few that belong together. */
export interface Case {
  readonly title: string;
  /** koffi by itself throws. */
  readonly throws?: true;
  /** What comes of it: to be the same on both sides. */
  readonly run: (side: Side) => unknown;
  /** It is one call, which may be made in other ways too. */
  readonly call?: { readonly prototype: string; readonly makeArgs: () => readonly unknown[] };
}

export function plainSide(path: string): Side {
  const handle = koffi.load(path);
  const symbol = (name: string) => koffi.address(handle.symbol(name));
  return {
    func: handle.func.bind(handle) as Side["func"],
    register: (callback, type) => koffi.register(callback, type),
    unregister: (pointer) => koffi.unregister(pointer),
    symbol,
    decode: (pointer, type) => koffi.decode(pointer, type),
    errno: () => koffi.errno(),
    variable: (name, type) => ({
      get: () => koffi.decode(symbol(name), type),
      set: (value) => koffi.encode(symbol(name), type, value),
    }),
  };
}

export function guardedSide(
  path: string,
  layers: readonly IsolationLayer[],
  options?: LibraryOptions,
): Side {
  return isolate(layers).openSync(library(path, options)) as unknown as Side;
}

/** Lends a registered function to `use`. @param proto name of its prototype */
export function registered<T>(
  side: Side,
  callback: Callback,
  proto: string,
  use: (pointer: bigint) => T,
): T {
  const pointer = side.register(callback, `${proto} *`);
  try {
    return use(pointer);
  } finally {
    side.unregister(pointer);
  }
}

/** Calls a function: compared are its result and its arguments afterwards. */
export function call(prototype: string, ...args: readonly unknown[]): Case {
  return callWith(prototype, () => structuredClone(args));
}

/** The same, with arguments that cannot be cloned. */
export function callWith(prototype: string, makeArgs: () => readonly unknown[]): Case {
  return {
    title: `${prototype} called with (${makeArgs().map(shown).join(", ")})`,
    run: (side) => {
      const args = makeArgs();
      return { result: side.func(prototype)(...args), args };
    },
    call: { prototype, makeArgs },
  };
}

/** The same, where koffi refuses. */
export function refused(prototype: string, ...args: readonly unknown[]): Case {
  return { ...callWith(prototype, () => args), throws: true };
}

function shown(value: unknown): string {
  const text = typeof value === "function" ? "a function" : inspect(value).replace(/\s+/g, " ");
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
