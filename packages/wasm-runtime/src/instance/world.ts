import { type Granted, type Imports, WASI } from "../program/grants.js";
import { wasiSignature } from "../wasi/abi/signatures.js";
import { createWasi, type Wasi, type WasiOptions } from "../wasi/index.js";
import { stopThread } from "../wasi/sources/stop-thread.js";
import type { CallReport } from "./report.js";

export type Output = Pick<CallReport, "stdout" | "stderr" | "stdoutTruncated" | "stderrTruncated">;

export const silent: Output = {
  stdout: "",
  stderr: "",
  stdoutTruncated: false,
  stderrTruncated: false,
};
const NOTHING = Object.freeze({});
const utf8 = new TextDecoder();

/** What a guest is granted: functions of the host, and the world of WASI. */
export class World implements Granted {
  readonly imports: Imports;
  readonly #wasi: Wasi | undefined;
  /** Functions of the host's own with the names of WASI's. */
  readonly #own: Readonly<Record<string, unknown>>;
  #clock: { readonly timeLeft: number } = { timeLeft: 0 };
  #release = () => {};

  /** @throws ERR_OPTION_TYPE, ERR_OPTION_RANGE */
  constructor(imports: Imports, wasi: WasiOptions | undefined) {
    this.#wasi = wasi && createWasi({ sleep: (ms) => this.#sleep(ms), ...wasi });
    // a function of the host's own goes before ours; copying all of them would cost more than the rest
    const own = imports[WASI];
    this.#own = own ?? NOTHING;
    const functions = own ? { ...this.#wasi?.imports, ...own } : this.#wasi?.imports;
    this.imports = functions ? { ...imports, [WASI]: functions } : imports;
  }

  signatureOf(module: string, name: string): string | undefined {
    const isOurs = module === WASI && this.#wasi !== undefined && !Object.hasOwn(this.#own, name);
    return isOurs ? wasiSignature(name) : undefined;
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

  /** What earlier calls wrote is not this one's. */
  dropOutput(): void {
    this.#wasi?.dropOutput();
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
