import type { Imports } from "../program/grants.js";
import { createWasi, type Wasi, type WasiOptions } from "../wasi/index.js";
import type { CallReport } from "./report.js";

export type Output = Pick<CallReport, "stdout" | "stderr" | "stdoutTruncated" | "stderrTruncated">;

const WASI = "wasi_snapshot_preview1";
const silent: Output = {
  stdout: "",
  stderr: "",
  stdoutTruncated: false,
  stderrTruncated: false,
};
const utf8 = new TextDecoder();

/** What a guest is granted: functions of the host, and the world of WASI. */
export class World {
  readonly imports: Imports;
  readonly #wasi: Wasi | undefined;

  /** @throws ERR_OPTION_TYPE, ERR_OPTION_RANGE */
  constructor(imports: Imports, wasi: WasiOptions | undefined) {
    this.#wasi = wasi && createWasi(wasi);
    const { [WASI]: own = {} } = imports;
    this.imports = this.#wasi ? { ...imports, [WASI]: { ...this.#wasi.imports, ...own } } : imports;
  }

  /** The guest was instantiated. */
  bind(memory: WebAssembly.Memory | undefined): void {
    if (memory !== undefined) this.#wasi?.bind(memory);
  }

  /** What was written since the last time. */
  takeOutput(): Output {
    if (this.#wasi === undefined) return silent;
    const { stdout, stderr, ...truncated } = this.#wasi.takeOutput();
    return { stdout: utf8.decode(stdout), stderr: utf8.decode(stderr), ...truncated };
  }

  /** As it was in the beginning. */
  reset(): void {
    this.#wasi?.reset();
  }

  dispose(): void {
    this.#wasi?.dispose();
  }
}
