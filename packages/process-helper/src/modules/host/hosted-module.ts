import {
  type FunctionStatus,
  fail,
  type MovedCompartment,
  type TargetStatus,
} from "@cofferdam/core";
import type { PieceReport } from "../../confinement-report.js";
import type { HelperStatus } from "../../host/pool-status.js";
import type { Remote } from "../remote.js";
import type { Calls } from "./calls.js";

export interface HostedModuleStatus extends TargetStatus {
  readonly helper: {
    /** As configured; null: no limit. */
    readonly limits: { readonly timeout: number | null; readonly queue: number };
    /** Calls that run or wait. */
    readonly waiting: number;
    /** Objects of the module that the host has handles of. */
    readonly handles: number;
    /** Functions of the host that the module has. */
    readonly callbacks: number;
    /** Helpers that were started in place of another. */
    readonly restarts: number;
    /** Milliseconds until another helper may be started, after many deaths in a row. */
    readonly backOff: number;
    /** The one that has the module; none when it has ended. */
    readonly helpers: readonly HelperStatus[];
    /** What confines it, piece by piece; empty: nothing does. */
    readonly confinement: readonly PieceReport[];
  };
}

/** A module that was imported in a helper: one life of it. */
export interface Life {
  readonly calls: Calls;
  readonly exports: unknown;
  /** What the seal came to: an errno, or 0. */
  readonly sealError: number;
}

export interface HostedModuleParts {
  readonly compartment: MovedCompartment;
  readonly counts: ReadonlyMap<string, number>;
  /** Starts a helper, and imports the module there. */
  readonly begin: () => Promise<Life>;
  readonly status: (life: Life) => HostedModuleStatus["helper"];
}

/** An open module, or addon, in a helper process. */
export class HostedModule<Exports = unknown> {
  readonly #parts: HostedModuleParts;
  #life: Life;
  #isReferenced = false;
  #reopening: Promise<void> | undefined;

  constructor(parts: HostedModuleParts, life: Life) {
    this.#parts = parts;
    this.#life = life;
  }

  /** What the module exports: functions that return promises, classes, data. After `reopen()` it is another one. */
  get exports(): Remote<Exports> {
    return this.#life.exports as Remote<Exports>;
  }

  status(): HostedModuleStatus {
    const { compartment, counts, status } = this.#parts;
    const functions = [...counts].map(
      ([symbol, calls]): FunctionStatus => ({ symbol, calls, mode: "helper" }),
    );
    return { ...compartment.status(functions), helper: status(this.#life) };
  }

  /**
   * Imports the module in another helper. Handles of the last one's objects are lost with them.
   *
   * @throws ERR_TARGET_DISPOSED, ERR_HELPER_BROKEN, ERR_HELPER_UNAVAILABLE, and what importing it throws
   */
  reopen(): Promise<void> {
    this.#reopening ??= this.#reopen().finally(() => {
      this.#reopening = undefined;
    });
    return this.#reopening;
  }

  /** The module keeps the event loop alive, as when only its callbacks are waited for. Calls do so in any case. */
  ref(): this {
    return this.#reference(true);
  }

  /** Only calls that run do so: the default. */
  unref(): this {
    return this.#reference(false);
  }

  /** Ends the helper. Calls that run reject with ERR_TARGET_DISPOSED. Idempotent. */
  dispose(): void {
    const { compartment } = this.#parts;
    compartment.dispose();
    this.#life.calls.conversation.end(endedError(compartment, "disposed"));
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.dispose();
  }

  async #reopen(): Promise<void> {
    const { compartment, begin } = this.#parts;
    const reopened = compartment.beginReopen();
    this.#life.calls.conversation.end(endedError(compartment, "reopened"));
    this.#life = await begin();
    if (compartment.status([]).state === "disposed") this.dispose();
    reopened({ fresh: true });
    this.#reference(this.#isReferenced);
  }

  #reference(isReferenced: boolean): this {
    this.#isReferenced = isReferenced;
    this.#life.calls.conversation.setReferenced(isReferenced);
    return this;
  }
}

function endedError(compartment: MovedCompartment, how: "disposed" | "reopened"): Error {
  const { target } = compartment.status([]);
  const code = how === "disposed" ? "ERR_TARGET_DISPOSED" : "ERR_HANDLE_LOST";
  return fail(code, `Cannot use ${target}: it was ${how} meanwhile.`);
}
