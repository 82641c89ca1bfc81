import { fail } from "@cofferdam/core";
import type { Limits } from "../limits.js";
import {
  DEFAULT_CAPS,
  InvalidModuleError,
  type MeterOptions,
  type Mode,
  meter,
} from "../metering/index.js";
import type { Original, Prepared, Program } from "./program.js";

export interface CompileOptions {
  readonly metering: Mode;
  readonly allow: { readonly gc: boolean; readonly threads: boolean };
  /** Count how deep calls nest, as in MeterOptions. */
  readonly stack?: boolean | "linked";
}

/** How a module is run. Plain data. */
export interface Running extends CompileOptions {
  readonly limits: Limits;
  /** In a thread of its own. */
  readonly worker: boolean;
}

/** How modules are metered that have these limits. */
export function meterOptionsOf(
  { moduleSize }: Limits,
  { metering, allow, stack }: CompileOptions,
): MeterOptions {
  const caps = { ...DEFAULT_CAPS, moduleBytes: Math.min(moduleSize, 2 ** 32) };
  return { mode: metering, allow, caps, ...(stack && { stack }) };
}

/** Meters a module, and leaves it to be compiled. @throws ERR_WASM_INVALID */
export function prepare(module: Original): Prepared {
  try {
    const { bytes, manifest } = meter(module.original, module.options);
    return { ...module, metered: bytes, manifest };
  } catch (error) {
    if (error instanceof InvalidModuleError) throw invalid(module.name, error);
    throw error;
  }
}

/** @throws ERR_WASM_INVALID */
export function compile(prepared: Prepared): Program {
  try {
    return { ...prepared, module: new WebAssembly.Module(prepared.metered) };
  } catch (error) {
    throw invalid(prepared.name, error);
  }
}

function invalid(name: string, cause: unknown): Error {
  return fail("ERR_WASM_INVALID", `Cannot run ${name}: ${(cause as Error).message}.`, { cause });
}
