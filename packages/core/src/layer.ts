import type { Gate } from "./gate.js";
import type { Target } from "./target.js";

/** What becomes of a target after an in-process fault. */
export type AfterFault = "quarantine" | "continue" | "exit";

/** Can a layer do its work on this machine? */
export type Support =
  | { readonly supported: true; readonly details?: Readonly<Record<string, unknown>> }
  | { readonly supported: false; readonly reason: string };

/** The part of a layer that joins the native call gate. */
export interface NativeHalf {
  /** A type-tagged `cd_layer` (`cofferdam/layer_object.h`). */
  readonly handle: object;
  /** It moves the call to a stack of its own; left out where a function must run in place. */
  readonly switchesStack?: boolean;
  /** Faults carry a dump of the registers. */
  readonly wantsRegisters?: boolean;
}

/** A target on its way through the layers. */
export interface Opening<Handle> {
  readonly target: Target<Handle>;
  /** `openSync`: nothing may be a promise. */
  readonly sync: boolean;
  /** The layers further in. */
  readonly inner: readonly IsolationLayer[];
}

/** Opens what lies further in; with an argument, another target in its place. */
export type Next<Handle> = (target?: Target<Handle>) => Handle | Promise<Handle>;

/** A function that is being linked. */
export interface Linking {
  readonly target: string;
  readonly symbol: string;
}

/** One layer of isolation. Everything but the name is optional. */
export interface IsolationLayer {
  readonly name: string;
  /** Names of layers that must be further out than this one, when they are in the list too. */
  readonly inside?: readonly string[];
  /** This layer takes targets elsewhere: its `open` need not call `next`. */
  readonly moves?: boolean;
  /** The outermost layer that says so decides; default: "quarantine". */
  readonly afterFault?: AfterFault;
  /** Asked before the layer is used; may be slow. */
  probe?(): Support;
  /** Loads and returns the native half; called when a target is opened. */
  native?(): NativeHalf;
  /** Inspects, refuses (throws), rewrites or moves a target. */
  open?<Handle>(opening: Opening<Handle>, next: Next<Handle>): Handle | Promise<Handle>;
  /** Decorates a function, once, when it is linked. */
  link?(next: Gate, linking: Linking): Gate;
  /** Figures of the layer for `status()`. */
  status?(): Readonly<Record<string, unknown>>;
}
