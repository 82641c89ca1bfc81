/** The part of a layer that joins the native call gate. */
export interface NativeHalf {
  /** A type-tagged `cd_layer` (`cofferdam/layer_object.h`). */
  readonly handle: object;
  /** It moves the call to a stack of its own; left out where a function must run in place. */
  readonly switchesStack?: boolean;
  /** Calls may take only so long. Milliseconds, whole, below 2^32. */
  readonly deadline?: { readonly timeout: number; readonly grace: number };
  /** Faults carry a dump of the registers. */
  readonly wantsRegisters?: boolean;
}
