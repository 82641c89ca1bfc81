/**
 * A helper process and the stream that one talks to it over. Of the ring it has what every helper has of it: its start, its
 * output, its end; it is asked nothing there.
 */
import { closeSync } from "node:fs";
import { Socket } from "node:net";
import { type Down, downBy } from "../../host/down.js";
import type { Ending, HelperProgram, HostRing, NativeHelper } from "../../native.js";
import { outcomes } from "../../native.js";
import { WireError } from "../../wire/error.js";
import { FrameParser, streamMark } from "../../wire/frame.js";
import { DRAIN_MS, RING_BYTES } from "../limits.js";

export interface ChannelListener {
  /** @throws WireError: then the helper is ended */
  heard(message: Buffer): void;
  /** There is nothing more to come. Told once. */
  ended(down: Down): void;
}

export class Channel {
  readonly pid: number;
  readonly startedAt = performance.now();
  readonly #native: NativeHelper;
  readonly #ring: HostRing;
  readonly #socket: Socket;
  /** Weak: a module that nobody uses any more can be collected, and ends its helper. */
  readonly #listener: WeakRef<ChannelListener>;
  readonly #parser: FrameParser;
  #down: Down | undefined;
  #ending: Ending = { code: -1, signal: -1 };
  #output = "";
  #report: string | undefined;

  /**
   * @param program for a helper that gets this descriptor
   * @throws when it cannot be started: an error of the system
   */
  constructor(
    native: NativeHelper,
    program: (fd: number) => HelperProgram,
    listener: ChannelListener,
  ) {
    this.#native = native;
    this.#listener = new WeakRef(listener);
    this.#ring = native.createRing(RING_BYTES);
    const [host, helper] = native.createChannel();
    try {
      this.pid = native.spawn(this.#ring.handle, program(helper));
    } catch (error) {
      native.dispose(this.#ring.handle);
      closeSync(host);
      throw error;
    } finally {
      closeSync(helper); // else the host would hold open what it waits to be closed
    }
    this.#parser = new FrameParser((message) => this.#listener.deref()?.heard(message));
    this.#socket = this.#open(host);
    native.watch(this.#ring.handle, () => this.end(DIED)); // or it rang, which no helper of a module does
    native.setReferenced(this.#ring.handle, false);
  }

  get isUp(): boolean {
    return this.#down === undefined;
  }

  get ending(): Ending {
    return this.#ending;
  }

  /** The last that it wrote to standard output and error. */
  get output(): string {
    return this.#output;
  }

  /** Bytes that it has not taken yet. */
  get unsent(): number {
    return this.#socket.writableLength;
  }

  /** What the launcher has reported until now. */
  report(): string {
    return this.#report ?? this.#native.readReport(this.#ring.handle);
  }

  /** @param frame in memory that nobody writes to again */
  send(frame: Buffer): void {
    this.#socket.write(frame);
  }

  /** Does it keep the event loop alive? */
  setReferenced(isReferenced: boolean): void {
    if (this.#socket.destroyed) return;
    if (isReferenced) this.#socket.ref();
    else this.#socket.unref();
  }

  /** Ends the process. What it had said before is still heard, unless it broke the protocol. */
  end(down: Down): void {
    if (this.#down) return;
    this.#down = down;
    this.#bury();
    if (down.how !== "died") this.#close();
    else this.#drain();
  }

  #open(fd: number): Socket {
    const socket = new Socket({ fd, readable: true, writable: true });
    socket.unref();
    socket.on("data", (chunk) => this.#push(chunk));
    socket.on("error", () => {}); // it is closed then
    socket.on("close", () => this.#closed());
    socket.write(streamMark());
    return socket;
  }

  #push(chunk: Buffer): void {
    try {
      this.#parser.push(chunk);
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      const { reason, offset } = error;
      this.#down = { how: "broken", reason, offset };
      this.#bury();
      this.#close();
    }
  }

  /** Ends the process, takes what it wrote, and how it ended. */
  #bury(): void {
    const { handle } = this.#ring;
    if (this.#report !== undefined) return;
    this.#native.kill(handle, SIGKILL);
    this.#ending = this.#native.reap(handle, true) ?? this.#ending;
    this.#output = this.#native.outputTail(handle);
    this.#report = this.#native.readReport(handle);
    this.#native.dispose(handle);
  }

  /** Its end of the stream is closed: what is left in it comes, unless somebody else holds that end. */
  #drain(): void {
    if (this.#socket.destroyed) return;
    this.#socket.ref();
    const timer = setTimeout(() => this.#close(), DRAIN_MS);
    this.#socket.once("close", () => clearTimeout(timer));
  }

  #close(): void {
    this.#socket.destroy();
  }

  #closed(): void {
    this.#down ??= DIED;
    this.#bury();
    this.#listener.deref()?.ended(this.#down);
  }
}

const DIED = downBy(outcomes.died, 1);
const SIGKILL = 9;
