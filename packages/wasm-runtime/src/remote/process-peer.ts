import { fail, type TargetProcess } from "@cofferdam/core";
import { broken, checked } from "./checks.js";
import type { HostDesk } from "./host-desk.js";
import type { Answer, HostCall, HostReply, Opened, Reach, Reached, Request } from "./messages.js";
import type { PortableGranted } from "./packing.js";
import { Lost, type Peer } from "./peer.js";
import { askFor, handOver, isLarge } from "./pieces.js";

export interface ProcessTerms {
  /** Of the module, for errors. */
  readonly name: string;
  /** Bytes that a reply may have. */
  readonly payloadLimit: number;
}

/** A module in a process of its own. */
export class ProcessPeer implements Peer {
  readonly #process: TargetProcess;
  readonly #desk: HostDesk;
  readonly #terms: ProcessTerms;
  /** Requests that run: functions of the host are called inside of one. */
  #running = 0;
  #opened: Opened | undefined;
  #isOver = false;

  constructor(terms: ProcessTerms, process: TargetProcess, desk: HostDesk) {
    this.#terms = terms;
    this.#process = process;
    this.#desk = desk;
  }

  get opened(): Opened {
    return this.#opened as Opened;
  }

  get isOver(): boolean {
    return this.#isOver || !this.#process.isUp;
  }

  /** @param sha256 of the module, as this side knows it. @throws Lost, and what opening it ends in */
  async open(bytes: Uint8Array, sha256: string, granted: PortableGranted): Promise<void> {
    const serve = (call: unknown) => this.#serve(call);
    await handOver(bytes, (piece) => this.#process.call("open", "add", [piece]));
    const said = await this.#call("open", "open", [granted, serve]);
    const { opened, thrown } = this.#checked(() => checked.opened(said));
    if (thrown !== undefined) throw this.#desk.errors.hear(thrown);
    this.#opened = { ...(opened as Opened), sha256 };
  }

  async request(request: Request, symbol: string): Promise<Answer> {
    const sent = await this.#withoutLarge(request, symbol);
    const said = await this.#call(symbol, "run", [sent]);
    const { size, isOver, ...answer } = this.#checked(() => checked.answer(said));
    const whole =
      size === undefined ? answer : { ...answer, value: await this.#rest(size, symbol) };
    if (request.kind === "invoke") this.#checked(() => this.#checkReply(whole));
    if (isOver) this.close();
    return whole;
  }

  async reach(reach: Reach): Promise<Reached> {
    const said = await this.#process.call("reach", "reach", [reach]);
    return this.#checked(() => {
      const reached = checked.reached(said);
      if (reached.thrown === undefined) checkReached(reach, reached.value);
      return reached;
    });
  }

  close(): void {
    this.#isOver = true;
    this.#process.end(
      fail(
        "ERR_TARGET_DISPOSED",
        `Cannot use ${this.#terms.name}: its process was ended meanwhile.`,
      ),
    );
  }

  /** Bytes that are large go before. */
  async #withoutLarge(request: Request, symbol: string): Promise<Request> {
    if (request.kind !== "invoke" || !isLarge(request.payload)) return request;
    await handOver(request.payload, (piece) => this.#process.call(symbol, "add", [piece]));
    return { ...request, payload: new Uint8Array(0) };
  }

  #checkReply({ thrown, value }: Answer): void {
    if (thrown !== undefined) return;
    const { length } = checked.bytes(value);
    if (length > this.#terms.payloadLimit) broken("a reply larger than it may be");
  }

  async #call(symbol: string, name: string, args: readonly unknown[]): Promise<unknown> {
    this.#running++;
    try {
      return await this.#process.call(symbol, name, args);
    } finally {
      this.#running--;
    }
  }

  #rest(size: number, symbol: string): Promise<Uint8Array> {
    if (size > this.#terms.payloadLimit)
      this.#checked(() => broken("a reply larger than it may be"));
    return askFor(size, async (at) => {
      const piece = await this.#process.call(symbol, "rest", [at]);
      return this.#checked(() => checked.bytes(piece));
    });
  }

  async #serve(call: unknown): Promise<HostReply> {
    if (this.#running === 0) this.#checked(() => broken("a call of the host outside of a call"));
    const hostCall: HostCall = this.#checked(() => checked.hostCall(call));
    return this.#desk.serve(hostCall, (reach) => this.reach(reach));
  }

  /** Who breaks the protocol is ended. */
  #checked<T>(check: () => T): T {
    try {
      return check();
    } catch (error) {
      if (error instanceof Lost) this.close();
      throw error;
    }
  }
}

/** As much as was asked for. @throws Lost */
function checkReached(reach: Reach, value: Uint8Array | undefined): void {
  if (reach.kind === "write") return;
  const { length } = checked.bytes(value);
  if (reach.kind === "read" && length !== reach.length >>> 0) broken("more or less than was read");
}
