import type { AfterFault } from "./after-fault.js";
import { fail, type QuarantinedError } from "./errors.js";
import { publishFault } from "./events.js";
import type { Fault, FaultKind } from "./fault.js";
import { type FaultPlace, isolationError } from "./isolation-error.js";
import type { IsolationLayer } from "./layer.js";
import type { FunctionStatus, TargetStatus } from "./target.js";
import { type AskUse, composeUse, type OwnUse } from "./use.js";

/** What stands has calls; they are refused from `shut` on. */
export interface Doors {
  /** Calls that are inside, of which `enter` was not told. */
  liveCalls(): number;
  shut(why: "quarantined" | "disposed"): void;
}

/** How an open target stands: what it did, and whether it may still be called. */
export class Standing {
  readonly name: string;
  readonly kind: string;
  readonly #afterFault: AfterFault;
  readonly #doors: Doors;
  readonly #layers: readonly IsolationLayer[];
  readonly #ask: AskUse | undefined;
  readonly #faults: Partial<Record<FaultKind, number>> = {};
  #state: TargetStatus["state"] = "open";
  #tainted = false;
  #lastFault: Fault | null = null;
  #reopened = 0;
  #running = 0;

  /** @param layers those that are asked and shown, outermost first */
  constructor(
    target: { name: string; kind: string },
    afterFault: AfterFault,
    doors: Doors,
    layers: readonly IsolationLayer[],
  ) {
    this.name = target.name;
    this.kind = target.kind;
    this.#afterFault = afterFault;
    this.#doors = doors;
    this.#layers = layers;
    this.#ask = composeUse(layers, target);
  }

  /** Asks the layers. @throws what one refuses it with */
  use(use: OwnUse): void {
    this.#ask?.(use);
  }

  enter(): void {
    this.#running++;
  }

  leave(): void {
    this.#running--;
  }

  assertOpen(action: string): void {
    if (this.#state !== "open") throw this.refusal(action);
  }

  /** The error of what is done while it is not open. */
  refusal(action: string): Error {
    return this.#state === "disposed"
      ? this.#disposedError(action)
      : this.#quarantinedError(action);
  }

  /** Counts and publishes a fault, and does as `afterFault` says. @returns the error to throw */
  faulted(place: Omit<FaultPlace, "target">, fault: Fault, cause: unknown): Error {
    this.#faults[fault.kind] = (this.#faults[fault.kind] ?? 0) + 1;
    this.#lastFault = fault;
    if (fault.kind !== "guest-error") this.#taint();
    const at = { target: this.name, ...place };
    const error = isolationError(fault, at, cause === undefined ? undefined : { cause });
    publishFault({ ...at, fault, error });
    if (this.#afterFault === "exit") exit(error);
    return error;
  }

  /** @param reload loads it anew, and lets calls in again. @throws ERR_TARGET_DISPOSED, ERR_TARGET_BUSY */
  reopen(reload: () => { fresh: boolean }): void {
    this.#assertNotDisposed();
    this.#assertIdle("reopen");
    const reopened = this.beginReopen();
    this.#shut("quarantined");
    reopened(reload());
  }

  /**
   * Reopens in two steps what takes its time to load.
   *
   * @returns what is called when it is loaded, and throws ERR_TARGET_DISPOSED if it is disposed since
   * @throws ERR_TARGET_DISPOSED
   */
  beginReopen(): (loaded: { fresh: boolean }) => void {
    this.#assertNotDisposed();
    this.use({ action: "reopen" });
    return ({ fresh }) => {
      this.#assertNotDisposed();
      this.#state = "open";
      this.#tainted &&= !fresh;
      this.#reopened++;
    };
  }

  /** What it left is gone, without anybody having asked. */
  replaced(): void {
    this.#tainted = false;
    if (this.#state === "quarantined") this.#state = "open";
  }

  /** Idempotent. @throws ERR_TARGET_BUSY */
  dispose(): void {
    if (this.#state === "disposed") return;
    this.#assertIdle("dispose");
    this.use({ action: "dispose" });
    this.#shut("disposed");
  }

  status(functions: readonly FunctionStatus[]): TargetStatus {
    return {
      target: this.name,
      kind: this.kind,
      state: this.#state,
      afterFault: this.#afterFault,
      tainted: this.#tainted,
      faults: { ...this.#faults },
      lastFault: this.#lastFault,
      reopened: this.#reopened,
      calls: functions.reduce((sum, { calls }) => sum + calls, 0),
      functions,
      layers: this.#layers.map((layer) => ({ name: layer.name, ...layer.status?.() })),
    };
  }

  /** Not by an error that the guest itself threw: it ended in good order. */
  #taint(): void {
    this.#tainted = true;
    if (this.#quarantines() && this.#state === "open") this.#shut("quarantined");
  }

  #quarantines(): boolean {
    return this.#afterFault === "quarantine" || this.#afterFault === "promote";
  }

  #shut(why: "quarantined" | "disposed"): void {
    this.#state = why;
    this.#doors.shut(why);
  }

  #assertNotDisposed(): void {
    if (this.#state === "disposed") throw this.#disposedError("reopen it");
  }

  #assertIdle(action: string): void {
    if (this.#doors.liveCalls() + this.#running === 0) return;
    throw fail(
      "ERR_TARGET_BUSY",
      `Cannot ${action} ${this.name}: a call of one of its functions is still running. ` +
        "Do it when the call has returned, or its promise is settled.",
    );
  }

  #disposedError(action: string): Error {
    return fail(
      "ERR_TARGET_DISPOSED",
      `Cannot ${action}: ${this.name} was disposed. Open it again.`,
    );
  }

  #quarantinedError(action: string): QuarantinedError {
    return fail(
      "ERR_ISOLATION_QUARANTINED",
      `Cannot ${action}: ${this.name} is quarantined after a fault. ` +
        'Call reopen() on it, or allow more calls with afterFault: "continue".',
      { cause: this.#lastFault },
    ) as QuarantinedError;
  }
}

function exit(error: Error): never {
  console.error(error);
  process.exit(EX_SOFTWARE);
}

/** sysexits.h: an internal software error was detected. */
const EX_SOFTWARE = 70;
