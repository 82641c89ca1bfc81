import type { Limits } from "../limits.js";
import type { Imports } from "../program/grants.js";
import type { WasiOptions } from "../wasi/index.js";
import { World } from "./world.js";

/** What a module is granted. */
export interface Granted {
  readonly imports?: Imports;
  readonly wasi?: WasiOptions;
}

const NOTHING: Imports = Object.freeze({});
const MAX_OUTPUT = 2 ** 32;

/** @throws ERR_OPTION_TYPE, ERR_OPTION_RANGE */
export function worldOf({ imports = NOTHING, wasi }: Granted, limits: Limits): World {
  const { stdoutLimit, stderrLimit } = limits;
  const capped = wasi && {
    stdout: { limit: Math.min(stdoutLimit, MAX_OUTPUT) },
    stderr: { limit: Math.min(stderrLimit, MAX_OUTPUT) },
    ...wasi,
  };
  return new World(imports, capped);
}
