import type { Imports } from "../program/grants.js";
import { createWasi, type Wasi, type WasiOptions } from "../wasi/index.js";
import { stopThread } from "../wasi/sources/stop-thread.js";
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
  #clock: { readonly timeLeft: number } = { timeLeft: 0 };
  #release = () => {};

  /** @throws ERR_OPTION_TYPE, ERR_OPTION_RANGE */
  constructor(imports: Imports, wasi: WasiOptions | undefined) {
    this.#wasi = wasi && createWasi({ sleep: (ms) => this.#sleep(ms), ...wasi });
    // a function of the host's own goes before ours; copying all of them would cost more than the rest
    const own = imports[WASI];
    const functions = own ? { ...this.#wasi?.imports, ...own } : this.#wasi?.imports;
    this.imports = functions ? { ...imports, [WASI]: functions } : imports;
  }

  /** The guest was instantiated. @param clock how long its call may still take */
  bind(memory: WebAssembly.Memory | undefined, clock: { readonly timeLeft: number }): void {
    this.#clock = clock;
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

  /** @param release called when it is disposed, every time */
  hold(release: () => void): void {
    this.#release = release;
  }

  dispose(): void {
    this.#wasi?.dispose();
    this.#release();
  }

  /** A guest that sleeps past its deadline is ended at its next check. */
  #sleep(ms: number): void {
    stopThread(Math.min(ms, this.#clock.timeLeft));
  }
}
