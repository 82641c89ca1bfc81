import type { AfterFault } from "./after-fault.js";
import type { Gate } from "./gate.js";
import type { Linking } from "./linking.js";
import type { NativeHalf } from "./native-half.js";
import type { Recipe } from "./recipe.js";
import type { Target } from "./target.js";
import type { Use } from "./use.js";

/** Can a layer do its work on this machine? */
export type Support =
  | { readonly supported: true; readonly details?: Readonly<Record<string, unknown>> }
  | { readonly supported: false; readonly reason: string };

/** A target on its way through the layers. */
export interface Opening<Handle> {
  readonly target: Target<Handle>;
  /** `openSync`: nothing may be a promise. */
  readonly sync: boolean;
  /** The layers further out than the one that is asked. */
  readonly outer: readonly IsolationLayer[];
  /** The layers further in. */
  readonly inner: readonly IsolationLayer[];
}

/** Opens what lies further in; with an argument, another target in its place. */
export type Next<Handle> = (target?: Target<Handle>) => Handle | Promise<Handle>;

/** One layer of isolation. Everything but the name is optional. */
export interface IsolationLayer {
  readonly name: string;
  /** Names of layers that must be further out than this one, when they are in the list too. */
  readonly inside?: readonly string[];
  /** This layer takes targets elsewhere: its `open` need not call `next`. */
  readonly moves?: boolean;
  /** The outermost layer that says so decides; default: "quarantine". */
  readonly afterFault?: AfterFault;
  /** Lets a layer further out move it to another process; without, it refuses to. */
  readonly recipe?: Recipe;
  /** Asked before the layer is used; may be slow. */
  probe?(): Support;
  /** Loads and returns the native half; called when a target is opened. undefined: it does without. */
  native?(): NativeHalf | undefined;
  /** Inspects, refuses (throws), rewrites or moves a target. */
  open?<Handle>(opening: Opening<Handle>, next: Next<Handle>): Handle | Promise<Handle>;
  /** Decorates a function, once, when it is linked. */
  link?(next: Gate, linking: Linking): Gate;
  /**
   * Told of what the host does with an open target besides calling its functions, before it is done; synchronous. Throws to
   * refuse it, though not "dispose": what is thrown there is a warning of the process.
   */
  use?(use: Use): void;
  /** Figures of the layer for `status()`. */
  status?(): Readonly<Record<string, unknown>>;
}
