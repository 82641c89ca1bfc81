import { refuse } from "../errno.js";
import { MAX_RANDOM_BYTES } from "../limits.js";
import type { System } from "../system.js";
import { WasiExit } from "../wasi-exit.js";

export function processCalls({ memory, random }: System) {
  return {
    proc_exit(code: number): never {
      throw new WasiExit(code);
    },
    proc_raise(_signal: number): never {
      return refuse("ENOTSUP");
    },
    sched_yield(): void {},
    random_get(pointer: number, length: number): void {
      const bytes = memory.bytes(pointer, length);
      if (length > MAX_RANDOM_BYTES) refuse("EINVAL");
      random.fill(bytes);
    },
  };
}
