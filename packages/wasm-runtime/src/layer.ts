import {
  type AfterFault,
  checkKeys,
  fail,
  type IsolationLayer,
  type Next,
  type Opening,
  show,
} from "@cofferdam/core";
import { LAYER } from "./instance/guest.js";
import { checkedLimits, type Limits, type WasmLimits } from "./limits.js";
import type { Mode } from "./metering/index.js";
import { WORKER_UNITS } from "./stack-units.js";
import { LIMITED_BY, type Limiting, type WasmModule } from "./target.js";

export interface WasmOptions {
  /** What each module may use. */
  readonly limits?: WasmLimits;
  /**
   * "fuel": calls end when their fuel or their time is used up. "trap": there is no limit of time, and metering is a little
   * cheaper. "none": neither; for threads that are ended from outside. Default: "fuel", or "none" where neither is limited.
   */
  readonly metering?: Mode;
  /** Features that are refused by default: `gc`, as its objects are in no memory that is limited, and `threads`. */
  readonly allow?: { readonly gc?: boolean; readonly threads?: boolean };
  /**
   * Runs each module in a thread of its own: what is called is called by `.async`. There `metering: "none"` can be had with a
   * limit of time, and `allow.gc` with one of memory. Default: false; a module that waits for functions of the host
   * (`suspending`) is run so where the engine cannot wait: Node 20 and 22.
   */
  readonly worker?: boolean;
  /** What becomes of a module after a fault. Default: "quarantine". */
  readonly afterFault?: AfterFault;
}

/**
 * Runs WebAssembly modules (`wasmModule`) with limits that hold. Other targets pass.
 *
 * @throws ERR_OPTION_TYPE, ERR_OPTION_RANGE
 */
export function wasm(options: WasmOptions = {}): IsolationLayer {
  checkKeys(options, ["limits", "metering", "allow", "worker", "afterFault"], "wasm");
  const worker = checkedWorker(options.worker);
  const limits = checkedLimits(options.limits, worker ? WORKER_UNITS : undefined);
  const limiting: Limiting = {
    limits,
    metering: meteringFor(limits, worker, options.metering),
    allow: { gc: options.allow?.gc ?? false, threads: options.allow?.threads ?? false },
    worker,
  };
  return {
    name: LAYER,
    ...(options.afterFault && { afterFault: options.afterFault }),
    probe: () => ({ supported: true }),
    open<Handle>({ target }: Opening<Handle>, next: Next<Handle>) {
      const limited = (target as Partial<WasmModule>)[LIMITED_BY]?.(limiting);
      // what stands for another target has it as its prototype: layers further out know it by that
      return limited ? next(Object.assign(Object.create(target), limited)) : next();
    },
  };
}

function checkedWorker(worker: unknown): boolean {
  if (worker === undefined || typeof worker === "boolean") return worker === true;
  throw fail(
    "ERR_OPTION_TYPE",
    `Expected true or false for \`worker\`, got ${show(worker)}. Omit it for false.`,
  );
}

/** What was asked for, if it can hold what is limited: a thread that is not this one can be ended when its time is up. */
function meteringFor({ fuel, timeout }: Limits, worker: boolean, asked: Mode | undefined): Mode {
  const isLimited = (limit: number) => limit !== Number.POSITIVE_INFINITY;
  const least = isLimited(fuel) ? "trap" : "none";
  const needed = isLimited(timeout) && !(worker && asked !== undefined) ? "fuel" : least;
  const mode = asked ?? (needed === "trap" ? "fuel" : needed);
  const holds = mode === "fuel" || mode === needed || needed === "none";
  if (["fuel", "trap", "none"].includes(mode) && holds) return mode;
  throw fail(
    "ERR_OPTION_RANGE",
    `Expected \`metering\` that holds the limits of fuel and time, got ${show(mode)}. ` +
      'Use "fuel"; or "trap" with `limits: { timeout: 0 }` or `worker: true`, or "none" with `fuel: 0` as well.',
  );
}
