import type { IsolationLayer } from "@cofferdam/core";

/** What a list of layers says that it does. */
export interface Capabilities {
  /** Crimes that become an error, with the host well afterwards. Panics do in every list: the gate sees to them. */
  readonly contains?: {
    /** A CPU trap, an abort() or a raise(). */
    readonly signal?: boolean;
    readonly stackOverflow?: boolean;
    /** A call that never returns. */
    readonly timeout?: boolean;
    /** A touch outside of a buffer that the call was lent. */
    readonly bufferOverrun?: boolean;
  };
  /** Functions run on a stack of their own, unless they take a callback or are variadic. */
  readonly switchesStack?: boolean;
  /**
   * The guest is in another process: what nobody there contains ends that, and a guest that had a fault is made new, by
   * itself. Stacks, and where a function runs on one, are not this process's business.
   */
  readonly helper?: boolean;
}

/** A list of layers that joins the suite. */
export interface Suite {
  /** Makes the layers anew, outermost first. */
  readonly makeLayers: () => readonly IsolationLayer[];
  readonly capabilities: Capabilities;
}
