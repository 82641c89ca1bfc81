import type { Output } from "../../instance/world.js";
import type { Limits } from "../../limits.js";
import type { WasiOptions } from "../../wasi/index.js";
import { stopThread } from "../../wasi/sources/stop-thread.js";
import type { ComponentImports } from "../grants.js";
import { isClass } from "../is-class.js";
import { WasiTwo } from "./wasi-two.js";

const MAX_OUTPUT = 2 ** 32;
const silent: Output = { stdout: "", stderr: "", stdoutTruncated: false, stderrTruncated: false };

/** What is done around each function of the host. */
export type Around = (call: (...args: unknown[]) => unknown) => unknown;

/** What a component is granted: functions of the host, and the world of WASI 0.2. */
export class ComponentWorld {
  readonly grants: ComponentImports;
  readonly #wasi: WasiTwo | undefined;
  #release = () => {};
  #clock: { readonly timeLeft: number } = { timeLeft: 0 };

  /** @throws ERR_OPTION_TYPE, ERR_OPTION_RANGE, and what opening a mount throws */
  constructor(imports: ComponentImports, wasi: WasiOptions | undefined, limits: Limits) {
    this.#wasi = wasi && new WasiTwo({ ...this.#defaults(limits), ...wasi });
    const granted: Record<string, unknown> = { ...this.#wasi?.interfaces };
    for (const [name, value] of Object.entries(imports)) {
      // a function of the host's own goes before ours
      granted[name] = typeof value === "function" ? value : { ...(granted[name] ?? {}), ...value };
    }
    this.grants = granted as ComponentImports;
  }

  /** @param clock how long a call may still take */
  bind(clock: { readonly timeLeft: number }): void {
    this.#clock = clock;
  }

  /** As the glue takes them. */
  imports(around: Around): Readonly<Record<string, unknown>> {
    const one = (value: unknown) =>
      typeof value === "function" && !isClass(value) ? around(value as never) : value;
    const imports: Record<string, unknown> = Object.create(null);
    for (const [name, value] of Object.entries(this.grants)) {
      const members = typeof value === "function" ? { default: value } : value;
      imports[name] = Object.fromEntries(
        Object.entries(members).map(([member, each]) => [member, one(each)]),
      );
    }
    return imports;
  }

  takeOutput(): Output {
    return this.#wasi?.takeOutput() ?? silent;
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
  #defaults({ stdoutLimit, stderrLimit }: Limits): WasiOptions {
    return {
      stdout: { limit: Math.min(stdoutLimit, MAX_OUTPUT) },
      stderr: { limit: Math.min(stderrLimit, MAX_OUTPUT) },
      sleep: (ms) => stopThread(Math.min(ms, this.#clock.timeLeft)),
    };
  }
}
