import type { Limits } from "../limits.js";
import { checkSizes } from "../program/check-sizes.js";
import type { Program } from "../program/program.js";
import type { HostDesk } from "../remote/host-desk.js";
import type { PortableGranted } from "../remote/packing.js";
import type { Peer, Place } from "../remote/peer.js";
import { portableProgram } from "./portable-program.js";
import { outOfMemory, resourcesFor } from "./resources.js";
import type { OpenRequest } from "./thread-messages.js";
import { type Terms, WorkerPeer } from "./worker-peer.js";
import { WorkerThread } from "./worker-thread.js";

/** Milliseconds after which a call that should have ended by itself is ended with its thread. */
const BACKSTOP_MS = 1000;
/** The same where nothing else ends it: what it takes to hear of a call that was in time. */
const DELAY_MS = 10;

/** Threads in which a program is opened, one after the other. */
export class WorkerPlace implements Place {
  readonly #request: OpenRequest;
  readonly #terms: Terms;
  readonly #start: () => WorkerThread;

  /** @param start Default: a new thread. @throws ERR_WASM_LIMIT */
  constructor(
    program: Program,
    limits: Limits,
    granted: PortableGranted,
    start?: () => WorkerThread,
  ) {
    checkSizes(program, limits);
    const { mode, allow } = program.options;
    const resources = resourcesFor(limits, allow?.gc === true);
    this.#request = { kind: "open", program: portableProgram(program), limits, granted };
    this.#start = start ?? (() => new WorkerThread(resources));
    this.#terms = {
      timeout: limits.timeout,
      grace: mode === "fuel" ? BACKSTOP_MS : DELAY_MS,
      outOfMemory: outOfMemory(limits, resources),
    };
  }

  /** @throws Lost, and what opening it ends in */
  async begin(desk: HostDesk): Promise<Peer> {
    const peer = new WorkerPeer(this.#start(), desk, this.#terms);
    try {
      await peer.open(this.#request);
      return peer;
    } catch (error) {
      peer.close();
      throw error;
    }
  }
}
