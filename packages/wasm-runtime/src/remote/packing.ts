import { fail, show } from "@cofferdam/core";
import type { Granted } from "../instance/world-of.js";
import { isSuspending } from "../suspending.js";
import type { WasiOptions } from "../wasi/index.js";
import type { PortableMount } from "../wasi/mount.js";
import type { HostFunction } from "./host-desk.js";
import { isScalar } from "./values.js";

/** A function of the host, by its number: only its guest's side is here. */
export interface PortableFunction {
  readonly number: number;
  readonly isSuspending: boolean;
}

/** The same as plain data, for another thread or process. */
export interface PortableGranted {
  readonly imports: readonly {
    readonly module: string;
    readonly name: string;
    readonly value: PortableFunction | number | bigint;
  }[];
  readonly wasi?: {
    /** Data as it is. */
    readonly options: Readonly<Record<string, unknown>>;
    /** By the option's name. */
    readonly functions: Readonly<Record<string, PortableFunction>>;
    readonly mounts: readonly (readonly [path: string, mount: PortableMount])[];
  };
}

/** Takes what a module is granted apart. */
export class Packing {
  /** By their numbers. */
  readonly functions: HostFunction[] = [];
  readonly granted: PortableGranted;

  /** @param name of the module, for errors. @throws ERR_LAYER_NOT_PORTABLE, names what cannot be taken along */
  constructor(name: string, { imports = {}, wasi }: Granted) {
    const packed = Object.entries(imports).flatMap(([module, values]) =>
      Object.entries(values).map(([symbol, value]) => {
        const where = `imports.${module}.${symbol}`;
        return { module, name: symbol, value: this.#import(name, where, value) };
      }),
    );
    this.granted = { imports: packed, ...(wasi && { wasi: this.#wasi(name, wasi) }) };
  }

  #import(name: string, where: string, value: unknown): PortableFunction | number | bigint {
    if (typeof value === "function") return this.#lend(value as HostFunction);
    if (typeof value === "number" || typeof value === "bigint") return value;
    throw notPortable(name, where, value);
  }

  #wasi(name: string, wasi: WasiOptions): NonNullable<PortableGranted["wasi"]> {
    const { mounts = {}, ...rest } = wasi;
    const functions: Record<string, PortableFunction> = {};
    const options: Record<string, unknown> = {};
    for (const [key, value] of Object.entries(rest)) {
      if (typeof value === "function") functions[key] = this.#lend(ofWasi(key, value));
      else options[key] = copied(name, `wasi.${key}`, value);
    }
    const packed = Object.entries(mounts).map(([path, mount]) => {
      const portable = mount?.portable?.();
      if (portable === undefined) throw notPortable(name, `wasi.mounts["${path}"]`, mount);
      return [path, portable] as const;
    });
    return { options, functions, mounts: packed };
  }

  #lend(call: HostFunction): PortableFunction {
    return { number: this.functions.push(call) - 1, isSuspending: isSuspending(call) };
  }
}

/** Of what a function of the options gives, only input is looked at. */
function ofWasi(key: string, call: HostFunction): HostFunction {
  if (key === "stdin") return async (...args) => checkedInput(await call(...args));
  return async (...args) => {
    await call(...args);
  };
}

/** The error is that of createWasi's, which would not see what it was there. */
function checkedInput(chunk: unknown): unknown {
  if (chunk instanceof Uint8Array || isScalar(chunk)) return chunk;
  throw fail(
    "ERR_OPTION_TYPE",
    `Expected bytes or undefined from \`stdin()\`, got ${show(chunk)}. Encode texts: new TextEncoder().encode(…).`,
  );
}

function copied(name: string, where: string, value: unknown): unknown {
  try {
    return structuredClone(value);
  } catch {
    throw notPortable(name, where, value);
  }
}

function notPortable(name: string, where: string, value: unknown): Error {
  return fail(
    "ERR_LAYER_NOT_PORTABLE",
    `Cannot take \`${where}\` of ${name} to another thread or process, got ${show(value)}. ` +
      "Grant functions, numbers, memoryFiles() and hostFiles(); or open it in this thread.",
  );
}
