import type { Manifest, MeterOptions } from "../metering/index.js";

/** A module that was metered and compiled: what instances are made of. */
export interface Program {
  /** What errors call it: its path, or "wasm module". */
  readonly name: string;
  /** Digest of the original, in hexadecimal. */
  readonly sha256: string;
  readonly original: Uint8Array;
  readonly metered: Uint8Array<ArrayBuffer>;
  /** That it was metered with. */
  readonly options: MeterOptions;
  readonly manifest: Manifest;
  readonly module: WebAssembly.Module;
}
