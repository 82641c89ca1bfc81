import { createHash } from "node:crypto";
import { fail } from "@cofferdam/core";
import type { Limits } from "../limits.js";
import {
  DEFAULT_CAPS,
  InvalidModuleError,
  type MeterOptions,
  type Mode,
  meter,
} from "../metering/index.js";
import type { Program } from "./program.js";

export interface CompileOptions {
  readonly metering: Mode;
  readonly allow: { readonly gc: boolean; readonly threads: boolean };
  /** Count how deep calls nest, as in MeterOptions. */
  readonly stack?: boolean | "linked";
}

/** Meters a module, and leaves it to be compiled. @throws ERR_WASM_INVALID */
export function prepare(
  name: string,
  original: Uint8Array,
  limits: Limits,
  { metering, allow, stack }: CompileOptions,
): Omit<Program, "module"> {
  const moduleBytes = Math.min(limits.moduleSize, 2 ** 32);
  const caps = { ...DEFAULT_CAPS, moduleBytes };
  const options: MeterOptions = { mode: metering, allow, caps, ...(stack && { stack }) };
  const sha256 = createHash("sha256").update(original).digest("hex");
  try {
    const { bytes, manifest } = meter(original, options);
    return { name, sha256, original, metered: bytes, options, manifest };
  } catch (error) {
    if (error instanceof InvalidModuleError) throw invalid(name, error);
    throw error;
  }
}

/** @throws ERR_WASM_INVALID */
export function compile(prepared: Omit<Program, "module">): Program {
  try {
    return { ...prepared, module: new WebAssembly.Module(prepared.metered) };
  } catch (error) {
    throw invalid(prepared.name, error);
  }
}

function invalid(name: string, cause: unknown): Error {
  return fail("ERR_WASM_INVALID", `Cannot run ${name}: ${(cause as Error).message}.`, { cause });
}
