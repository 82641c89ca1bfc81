/** Builds what is out of date. Silent; when it fails, throws with the compiler's output. */
export declare function buildWasmGuests(): Promise<void>;
