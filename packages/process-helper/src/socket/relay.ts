/**
 * Between a socket and the reader in another thread: messages in both directions, and how the stream ended. Neither is
 * sent more than it takes.
 */
import type { Duplex } from "node:stream";
import { MAX_RELAYED_BYTES } from "../limits.js";
import { WireError, type WireErrorCode } from "../wire/error.js";
import { FrameParser, frameHeader, streamMark } from "../wire/frame.js";
import { deliver, type MailEnd } from "./mailbox.js";

/** The last that a reader gets: there is nothing more to come from the other side. */
export interface Ended {
  readonly ended: string;
  /** What was wrong with the stream. */
  readonly breach?: Breach;
}

export interface Breach {
  readonly code: WireErrorCode;
  readonly reason: string;
  readonly offset: number;
}

export class Relay {
  readonly #socket: Duplex;
  readonly #end: MailEnd;
  readonly #onEnd: (ended: Ended) => void;
  readonly #parser = new FrameParser((message) => this.#deliver(message));
  /** Bytes that the reader has not taken yet. */
  #waiting = 0;
  #isOver = false;

  /** @param onEnd told once, when nothing more comes */
  constructor(socket: Duplex, end: MailEnd, onEnd: (ended: Ended) => void) {
    this.#socket = socket;
    this.#end = end;
    this.#onEnd = onEnd;
    socket.on("data", (chunk: Buffer) => this.#push(chunk));
    socket.on("end", () => this.#finish());
    socket.on("error", (error) => this.#over({ ended: error.message }));
    socket.on("close", () => this.#over({ ended: "the connection was closed" }));
    socket.on("drain", () => this.#regulate());
    end.port.on("message", (mail: unknown) => this.#fromReader(mail));
    socket.write(streamMark());
  }

  #push(chunk: Buffer): void {
    if (this.#isOver) return;
    try {
      this.#parser.push(chunk);
      this.#regulate();
    } catch (error) {
      this.#broken(error);
    }
  }

  #finish(): void {
    try {
      if (!this.#isOver) this.#parser.end();
      this.#over({ ended: "the other side has left" });
    } catch (error) {
      this.#broken(error);
    }
  }

  #broken(error: unknown): void {
    if (!(error instanceof WireError)) throw error;
    const { code, reason, offset } = error;
    this.#over({ ended: error.message, breach: { code, reason, offset } });
  }

  #over(ended: Ended): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#socket.resume(); // what still comes is read, and forgotten: else its end would not be noticed
    this.#onEnd(ended);
  }

  #deliver(message: Buffer): void {
    this.#waiting += message.length;
    deliver(this.#end, new Uint8Array(message));
  }

  #fromReader(mail: unknown): void {
    if (typeof mail === "number") {
      this.#waiting -= mail;
      this.#regulate();
    } else if (mail instanceof Uint8Array && this.#socket.writable) {
      this.#socket.write(frameHeader(mail));
      this.#socket.write(mail);
      this.#regulate();
    }
  }

  /** Reads on only when both directions have room. */
  #regulate(): void {
    const isFull =
      this.#waiting > MAX_RELAYED_BYTES || this.#socket.writableLength > MAX_RELAYED_BYTES;
    if (isFull && !this.#isOver) this.#socket.pause();
    else if (this.#socket.isPaused()) this.#socket.resume();
  }
}
