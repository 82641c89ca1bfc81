import { type Compartment, fail, type Gate } from "@cofferdam/core";
import type { CallableGuest } from "../instance/calls.js";
import { LAYER } from "../instance/endings.js";
import type { CallReport } from "../instance/report.js";
import { HeardErrors } from "./heard-errors.js";
import { HostDesk, type HostFunction } from "./host-desk.js";
import type { Opened, Request, Value } from "./messages.js";
import { Lost, type Peer, type Place } from "./peer.js";
import { checkedValue } from "./values.js";

/** The walls around a module that runs elsewhere, which are on this side. */
export type Walls = Pick<
  Compartment,
  "assertOpen" | "enter" | "leave" | "decorate" | "faulted" | "reopen" | "dispose" | "status"
>;

type Asked = Request extends infer R
  ? R extends unknown
    ? Omit<R, "isRestored" | "isMeasured">
    : never
  : never;

/** What nobody can call any more has no use for its thread or process. Nothing of a peer leads to its guest. */
const abandoned = new FinalizationRegistry<Peer>((peer) => peer.close());

/** A module that runs in another thread or process, as long as that lasts; then in the next one. */
export class RemoteGuest implements CallableGuest {
  readonly name: string;
  readonly exchange: CallableGuest["exchange"];
  /** Calls of each export, by the host. */
  readonly calls = new Map<string, number>();
  functions: readonly string[] = [];
  isMeasured = false;
  /** Reports come with answers: there is none of what was not asked. */
  readonly begun = 0;
  readonly #place: Place;
  readonly #walls: Walls;
  readonly #errors: HeardErrors;
  readonly #desk: HostDesk;
  #peer: Peer | undefined;
  #running = 0;
  /** The next call begins with what it was when it was opened. */
  #isRestored = false;
  #report: CallReport | undefined;

  constructor(name: string, functions: readonly HostFunction[], place: Place, walls: Walls) {
    this.name = name;
    this.#place = place;
    this.#walls = walls;
    this.#errors = new HeardErrors(walls);
    this.#desk = new HostDesk(name, functions, this.#errors);
    this.exchange = {
      invoke: () => this.#onlyAsync(),
      invokeAsync: (payload) =>
        this.#ask("dispatch", { kind: "invoke", payload }) as Promise<Uint8Array>,
    };
  }

  /** @throws what opening it ends in */
  async open(): Promise<Opened> {
    const { opened } = await this.#alive("open");
    this.functions = opened.exports.filter((each) => each.isFunction).map(({ name }) => name);
    for (const { name } of opened.exports) this.calls.set(name, 0);
    return opened;
  }

  get isRunning(): boolean {
    return this.#running > 0;
  }

  restore(): void {
    this.#isRestored = true;
  }

  close(): void {
    this.#peer?.close();
  }

  arm(): Gate {
    return () => this.#onlyAsync();
  }

  armAsync(symbol: string): Gate {
    return async (...given) => {
      const args = given.map((value) => checkedValue(value, `an argument of ${symbol}`));
      return this.#ask(symbol, { kind: "call", symbol, args });
    };
  }

  takeReport(): CallReport | undefined {
    const report = this.#report;
    this.#report = undefined;
    return report;
  }

  async #ask(symbol: string, asked: Asked): Promise<Value> {
    this.#walls.assertOpen(`call ${symbol}`);
    this.#walls.enter();
    this.#running++;
    try {
      return await this.#answered(symbol, asked);
    } finally {
      this.#running--;
      this.#walls.leave();
    }
  }

  async #answered(symbol: string, asked: Asked): Promise<Value> {
    const peer = await this.#alive(symbol);
    const request = { ...asked, isMeasured: this.isMeasured, isRestored: this.#isRestored };
    this.#isRestored = false;
    this.#errors.clear();
    try {
      const { value, thrown, report, calls } = await peer.request(request as Request, symbol);
      for (const [called, times] of calls) this.#count(called, times);
      this.#report = report && Object.freeze(report);
      if (thrown !== undefined) throw this.#errors.hear(thrown);
      return value;
    } catch (error) {
      if (peer.isOver) this.#count(symbol, 1);
      throw this.#verdict(symbol, error);
    } finally {
      this.#desk.ended();
    }
  }

  /** The last life of it, or a new one. */
  async #alive(symbol: string): Promise<Peer> {
    if (this.#peer !== undefined && !this.#peer.isOver) return this.#peer;
    this.#errors.clear();
    this.#isRestored = false; // it begins so
    abandoned.unregister(this);
    try {
      const peer = await this.#place.begin(this.#desk);
      abandoned.register(this, peer, this);
      this.#peer = peer;
      return peer;
    } catch (error) {
      throw this.#verdict(symbol, error);
    } finally {
      this.#desk.ended();
    }
  }

  /** Of what it exports: others it may tell of as it likes. */
  #count(symbol: string, times: number): void {
    const before = this.calls.get(symbol);
    if (before !== undefined) this.calls.set(symbol, before + times);
  }

  #verdict(symbol: string, error: unknown): unknown {
    if (!(error instanceof Lost)) return error;
    return this.#walls.faulted({ symbol, layer: LAYER }, error.fault);
  }

  #onlyAsync(): never {
    throw onlyAsync(this.name);
  }
}

/** Of what has to be done at once with a module that runs elsewhere. */
export function onlyAsync(name: string): Error {
  return fail(
    "ERR_WASM_SUSPEND",
    `Cannot call ${name} synchronously: it runs in a worker, or in a helper. Call \`.async\`, and await it.`,
  );
}
