/** A client of the stand-alone helper that says what it is told to, byte by byte if need be. */
import { connect, type Socket } from "node:net";
import { FrameParser, frameHeader, streamMark } from "../../src/wire/frame.ts";
import { messageBytes } from "../../src/wire/message-bytes.ts";
import { decodeMessage } from "../../src/wire/message-codec.ts";
import {
  type Message,
  type MessageKind,
  type MessageOf,
  WIRE_VERSION,
} from "../../src/wire/messages.ts";

type Body<K extends MessageKind> = Omit<MessageOf<K>, "kind" | "id">;

export const HELLO = {
  kind: "hello",
  id: 1,
  version: WIRE_VERSION,
  node: "",
  koffi: "",
  capabilities: [],
} as const satisfies Message;

export class Client {
  readonly socket: Socket;
  readonly received: Message[] = [];
  readonly closed: Promise<void>;
  readonly #waiting: ((message: Message | undefined) => void)[] = [];
  #id = 0;

  constructor(path: string) {
    this.socket = connect(path);
    const context = { callback: (id: number) => id };
    const parser = new FrameParser((bytes) => this.#add(decodeMessage(bytes, "helper", context)));
    this.socket.on("data", (chunk) => parser.push(chunk));
    this.socket.on("error", () => {});
    this.closed = new Promise((resolve) => {
      this.socket.on("close", () => {
        for (const settle of this.#waiting.splice(0)) settle(undefined);
        resolve();
      });
    });
  }

  /** The next message that comes; undefined: the connection was closed. */
  next(): Promise<Message | undefined> {
    const message = this.received.shift();
    if (message || this.socket.closed) return Promise.resolve(message);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  write(bytes: Uint8Array): void {
    this.socket.write(bytes);
  }

  async say<K extends MessageKind>(kind: K, body: Body<K>, id = ++this.#id): Promise<Message> {
    this.write(frame({ kind, id, ...body } as Message));
    return (await this.next()) as Message;
  }

  /** Says hello. */
  async greet(): Promise<this> {
    this.write(streamMark());
    this.#id = 1;
    this.write(frame(HELLO));
    const answer = await this.next();
    if (answer?.kind !== "welcome") throw new Error(JSON.stringify(answer));
    return this;
  }

  async leave(): Promise<void> {
    this.socket.end(frame({ kind: "goodbye", id: 0 }));
    await this.closed;
  }

  #add(message: Message): void {
    const settle = this.#waiting.shift();
    if (settle) settle(message);
    else this.received.push(message);
  }
}

export function frame(message: Message): Buffer {
  const bytes = messageBytes(message);
  return Buffer.concat([frameHeader(bytes), bytes]);
}

/** A C prototype as a declaration. */
export function prototype(text: string): object {
  return { words: [text], types: {} };
}
