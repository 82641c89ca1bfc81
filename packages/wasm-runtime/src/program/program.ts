import type { Manifest, MeterOptions } from "../metering/index.js";

/** A module as it was read, and how it is metered. */
export interface Original {
  /** What errors call it: its path, or "wasm module". */
  readonly name: string;
  /** Digest of the original, in hexadecimal. */
  readonly sha256: string;
  readonly original: Uint8Array;
  /** That it is metered with. */
  readonly options: MeterOptions;
}

/** A module that was metered, and not compiled. */
export interface Prepared extends Original {
  readonly metered: Uint8Array<ArrayBuffer>;
  readonly manifest: Manifest;
}

/** A module that was metered and compiled: what instances are made of. */
export interface Program extends Prepared {
  readonly module: WebAssembly.Module;
}
