/** Builds what is out of date. Silent; when it fails, throws with the compiler's output. */
export declare function buildGuests(): Promise<void>;

/** Is there a compiler for guests in Rust on this machine? Without, they are not built. */
export declare const hasRust: boolean;
