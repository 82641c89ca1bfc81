import type { AfterFault } from "./after-fault.js";
import type { Fault, FaultKind } from "./fault.js";
import type { Gate } from "./gate.js";
import type { OwnLinking } from "./linking.js";
import type { NativeHalf } from "./native-half.js";
import type { Recipe } from "./recipe.js";
import type { OwnUse } from "./use.js";

/** The file that a target is loaded from. */
export interface TargetFile<Handle> {
  /** As it was given to the target: as dlopen(3) takes it. */
  readonly path: string;
  /**
   * The same target, of the same name, loaded from another path: of a file that a layer has opened and looked at, say
   * "/proc/self/fd/30". Made anew elsewhere (`recipe`) it is what it was.
   *
   * @param path leads to the same file until the target is disposed: `reopen()` loads it again
   * @param needed paths of libraries that are loaded before it, in this order, and stay as long as it does: it does not
   *   find by itself what lies beside a file that it is not loaded from
   */
  at(path: string, needed: readonly string[]): Target<Handle>;
}

/** What gets isolated: a C library, an addon, a module, a script. */
export interface Target<Handle> {
  readonly kind: string;
  /** What errors and `status()` call it. */
  readonly name: string;
  /** Lets a layer move it to another process; without, it refuses to. */
  readonly recipe?: Recipe;
  /**
   * Lets a layer have it run in another process, while its handle is made here: the same target, which `load` has made
   * anew there. Layers further in see that one.
   */
  hostedBy?(host: TargetHost): Target<Handle>;
  /** Lets a layer look at the file before it is loaded; without, there is none, or more than one. */
  readonly file?: TargetFile<Handle>;
  /**
   * Loads the target and returns what the user works with.
   *
   * @param compartment the walls around it: functions are linked through it
   */
  load(compartment: Compartment): Handle | Promise<Handle>;
}

/** A process in which a target was made anew: one life of it. */
export interface TargetProcess {
  /** It can be asked something. */
  readonly isUp: boolean;
  /**
   * Calls a function that the target exports there. Arguments and results are plain data and bytes; functions of this side
   * are called back later, and return promises there.
   *
   * @param symbol what is called, as faults name it
   * @throws what the function throws; the IsolationError of the process's end, of which the walls were told
   */
  call(symbol: string, name: string, args: readonly unknown[]): Promise<unknown>;
  /** Ends it. Idempotent. @param why what those are told who wait for it */
  end(why: Error): void;
}

/** The walls around a target, as far as its processes have to do with them. */
export type ProcessWalls = Pick<Compartment, "assertOpen" | "decorate" | "faulted" | "status">;

/** A layer that has processes for targets which have a handle on this side. */
export interface TargetHost {
  /**
   * Starts a process, and has the target made there by its recipe: one whose handle has `exports`.
   *
   * @throws what starting it, or making the target, throws
   */
  begin(recipe: Recipe, walls: ProcessWalls): Promise<TargetProcess>;
}

/** The walls around one open target, as the target sees them. */
export interface Compartment {
  /**
   * Puts a function behind the native gate.
   *
   * @throws ERR_TARGET_DISPOSED, ERR_ISOLATION_QUARANTINED, ERR_GATE_FULL, ERR_LAYER_UNAVAILABLE
   */
  link(options: LinkOptions): Link;
  /** Puts the layers' own decorations around what calls a linked function. */
  decorate(call: Gate, linking: OwnLinking): Gate;
  /** Would a layer decorate the function? For targets whose functions nobody can be put around. */
  decorates(linking: OwnLinking): boolean;
  /**
   * Asks the layers before something is done that is no call: a symbol looked up, memory allocated or freed. They are asked
   * of `reopen` and told of `dispose` without.
   *
   * @throws what a layer refuses it with
   */
  use(use: OwnUse): void;
  /** A call goes in that outlives the function which started it: until `leave`, the target is busy. */
  enter(): void;
  leave(): void;
  /** Throws unless calls may go in. @param action what was going to be done, for the error */
  assertOpen(action: string): void;
  /**
   * A call that does not go through the gate had a fault: counts it, taints and quarantines as `afterFault` says, publishes.
   *
   * @returns the error to throw
   */
  faulted(place: { symbol: string; layer: string }, fault: Fault, cause?: unknown): Error;
  /**
   * Lets calls through again after a fault.
   *
   * @param reload loads the target anew
   * @throws ERR_TARGET_DISPOSED, ERR_TARGET_BUSY
   */
  reopen(reload: () => Reloaded): void;
  /** Ends all calls. Idempotent. @throws ERR_TARGET_BUSY */
  dispose(): void;
  /** @param functions those that were not linked: they do not go through the gate */
  status(functions?: readonly FunctionStatus[]): TargetStatus;
}

/** A target that was loaded again. */
export interface Reloaded {
  /** Its state is new; otherwise it stays tainted. */
  readonly fresh: boolean;
  readonly addressOf: (symbol: string) => bigint;
}

/** What the FFI does to call a function: see packages/ffi/src/shape.ts for koffi's answer. */
export interface Shape {
  /** Bytes of arguments that are passed on the stack. */
  readonly stackBytes: number;
  /** Bytes of a result that the caller provides the memory for (address in the first integer
   *  register); 0 when it comes back in registers. */
  readonly resultBytes: number;
  /** The result is a pointer to text, in characters of so many bytes, that the FFI reads after the call:
   *  the gate reads it first, so that a wild pointer is a fault. Default: 0, it is not. */
  readonly textWidth?: 0 | 1 | 2 | 4;
}

/**
 * How errors come back. "throw": natively, in the FFI's `environment`; "stash": ask `takeError` after each call;
 * "post": calls run on threads without JavaScript, one at a time, always on a stack of their own; ask `takeError`
 * when one has ended; "ask": as "post", on any stack, for callers that may be where no JavaScript may run: after a
 * fault no call goes in until `takeError` was asked.
 */
export type Delivery = "throw" | "stash" | "post" | "ask";

/** An address by name, for an FFI that calls only what libraries export. */
export interface Exported {
  /** Path for dlopen. */
  readonly library: string;
  readonly symbol: string;
}

/** A function to be linked. */
export interface LinkOptions {
  readonly symbol: string;
  readonly address: bigint;
  readonly shape: Shape;
  /** `napi_env` that the FFI calls in, or what the function gets as its first argument; undefined: it
   *  has none. */
  readonly environment: bigint | "first-argument" | undefined;
  readonly delivery: Delivery;
  /** Why the function must run on its caller's stack; undefined: it need not. */
  readonly inPlace?: string | undefined;
  /** The host calls it for the guest to clean up or to finish: also in quarantine and after disposal. */
  readonly calledByHost?: boolean;
  /** Delivery "stash": told of each error in place of keeping it for `takeError`. */
  readonly onError?: (error: Error) => void;
  /** The target's own native half: takes part in this call after those of the layers. */
  readonly native?: NativeHalf;
  /** Kept as long as the function is: what holds its code in memory. */
  readonly keeps: object;
}

/** A linked function. */
export interface Link {
  readonly symbol: string;
  /** Give this to the FFI in place of the function's address. */
  readonly address: bigint;
  readonly exported: Exported;
  /** "switched" | "in-place": which stack it runs on. */
  readonly mode: "switched" | "in-place";
  readonly because?: string;
  /** The link is undone when the FFI's function is collected: nobody can call it then. */
  unlinkWith(call: object): void;
  /** The link is undone now: nobody calls it any more. */
  unlink(): void;
  /** The error of the last call, where errors are not thrown natively. */
  takeError(): Error | undefined;
  /** Asks for the end of the call that is running, as when its time is up. @returns whether a layer can do it */
  abort(): boolean;
}

export interface FunctionStatus {
  readonly symbol: string;
  readonly calls: number;
  /** "helper": in another process; "wasm": in the engine. */
  readonly mode: "switched" | "in-place" | "helper" | "wasm";
  readonly because?: string;
}

/** What `status()` of a target shows. */
export interface TargetStatus {
  readonly target: string;
  readonly kind: string;
  readonly state: "open" | "quarantined" | "disposed";
  /** What becomes of it after a fault. */
  readonly afterFault: AfterFault;
  /** It had a fault, and its state is still what that left. */
  readonly tainted: boolean;
  readonly faults: Readonly<Partial<Record<FaultKind, number>>>;
  readonly lastFault: Fault | null;
  readonly reopened: number;
  readonly calls: number;
  readonly functions: readonly FunctionStatus[];
  readonly layers: readonly Readonly<{ name: string; [figure: string]: unknown }>[];
}
