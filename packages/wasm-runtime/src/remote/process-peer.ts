import { fail, type TargetProcess } from "@cofferdam/core";
import { checked } from "./checks.js";
import type { HostDesk } from "./host-desk.js";
import type { Answer, HostCall, HostReply, Opened, Reach, Reached, Request } from "./messages.js";
import type { PortableGranted } from "./packing.js";
import { Lost, type Peer } from "./peer.js";
import { askFor, handOver, isLarge } from "./pieces.js";

/** A module in a process of its own. */
export class ProcessPeer implements Peer {
  readonly #process: TargetProcess;
  readonly #desk: HostDesk;
  readonly #name: string;
  #opened: Opened | undefined;
  #isOver = false;

  /** @param name of the module, for errors */
  constructor(name: string, process: TargetProcess, desk: HostDesk) {
    this.#name = name;
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
    const said = await this.#process.call("open", "open", [granted, serve]);
    const { opened, thrown } = this.#checked(() => checked.opened(said));
    if (thrown !== undefined) throw this.#desk.errors.hear(thrown);
    this.#opened = { ...(opened as Opened), sha256 };
  }

  async request(request: Request, symbol: string): Promise<Answer> {
    const sent = await this.#withoutLarge(request, symbol);
    const said = await this.#process.call(symbol, "run", [sent]);
    const { size, isOver, ...answer } = this.#checked(() => checked.answer(said));
    const whole =
      size === undefined ? answer : { ...answer, value: await this.#rest(size, symbol) };
    if (isOver) this.close();
    return whole;
  }

  async reach(reach: Reach): Promise<Reached> {
    const said = await this.#process.call("reach", "reach", [reach]);
    return this.#checked(() => checked.reached(said));
  }

  close(): void {
    this.#isOver = true;
    this.#process.end(
      fail("ERR_TARGET_DISPOSED", `Cannot use ${this.#name}: its process was ended meanwhile.`),
    );
  }

  /** Bytes that are large go before. */
  async #withoutLarge(request: Request, symbol: string): Promise<Request> {
    if (request.kind !== "invoke" || !isLarge(request.payload)) return request;
    await handOver(request.payload, (piece) => this.#process.call(symbol, "add", [piece]));
    return { ...request, payload: new Uint8Array(0) };
  }

  #rest(size: number, symbol: string): Promise<Uint8Array> {
    return askFor(size, async (at) => {
      const piece = await this.#process.call(symbol, "rest", [at]);
      return this.#checked(() => checked.bytes(piece));
    });
  }

  async #serve(call: unknown): Promise<HostReply> {
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
