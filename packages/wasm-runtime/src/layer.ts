import {
  type AfterFault,
  checkKeys,
  fail,
  type IsolationLayer,
  type Next,
  type Opening,
  show,
  type Target,
} from "@cofferdam/core";
import { type CacheOption, cacheOf } from "./cache/cache-options.js";
import { LAYER } from "./instance/endings.js";
import { checkedWorld, type LentWorld } from "./lent-world.js";
import { checkedLimits, type Limits, type WasmLimits } from "./limits.js";
import { LiveInstances } from "./live-instances.js";
import type { Mode } from "./metering/index.js";
import { meterOptionsOf } from "./program/compile.js";
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
  /**
   * Where modules are kept that were metered, by digest: in memory, and in a folder if one is given. `false`: nowhere.
   * V8's machine code is in no folder: what a process opens first it compiles.
   */
  readonly cache?: CacheOption;
  /**
   * What modules have of the host's by WASI, and all they have: a target that mounts something itself, or has variables of its
   * own, is refused. It is how a policy sees to its `dirs` and `env`. Default: what each target says.
   */
  readonly wasi?: LentWorld;
}

const known: readonly (keyof WasmOptions)[] = [
  ...(["limits", "metering", "allow", "worker"] as const),
  ...(["afterFault", "cache", "wasi"] as const),
];

/**
 * Runs WebAssembly modules (`wasmModule`) with limits that hold. Other targets pass.
 *
 * @throws ERR_OPTION_TYPE, ERR_OPTION_RANGE, ERR_WASM_CACHE
 */
export function wasm(options: WasmOptions = {}): IsolationLayer {
  checkKeys(options, known, "wasm");
  const worker = checkedWorker(options.worker);
  const limits = checkedLimits(options.limits, worker ? WORKER_UNITS : undefined);
  const metering = meteringFor(limits, worker, options.metering);
  const allow = checkedAllow(options.allow);
  const programs = cacheOf(options.cache, meterOptionsOf(limits, { metering, allow }));
  const instances = new LiveInstances(limits.instances);
  const world = options.wasi && checkedWorld(options.wasi);
  const limiting: Limiting = { limits, metering, allow, worker, programs, instances, world };
  const made = new WeakMap<Target<unknown>, Target<unknown>>();
  const limited = <Handle>(target: Target<Handle>): Target<Handle> => {
    const known = made.get(target) ?? limitedBy(limiting, target);
    made.set(target, known);
    return known as Target<Handle>;
  };
  return {
    name: LAYER,
    ...(options.afterFault && { afterFault: options.afterFault }),
    probe: () => ({ supported: true }),
    open<Handle>({ target }: Opening<Handle>, next: Next<Handle>) {
      return LIMITED_BY in target ? next(limited(target)) : next();
    },
    status: () => ({ instances: instances.count, cache: programs.figures() }),
  };
}

/** What stands for another target has it as its prototype: layers further out know it by that. */
function limitedBy(limiting: Limiting, target: Target<unknown>): Target<unknown> {
  const own = (target as WasmModule)[LIMITED_BY](limiting);
  return Object.assign(Object.create(target), own);
}

function checkedAllow(allow: WasmOptions["allow"] = {}): { gc: boolean; threads: boolean } {
  checkKeys(allow, ["gc", "threads"], "allow");
  const { gc = false, threads = false } = allow;
  if (typeof gc === "boolean" && typeof threads === "boolean") return { gc, threads };
  throw fail(
    "ERR_OPTION_TYPE",
    `Expected true or false for \`allow.gc\` and \`allow.threads\`, got ${show(gc)} and ${show(threads)}. Omit them for false.`,
  );
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
