/** Starts the thread that has a socket, and says what it says. */
import { MessageChannel, Worker } from "node:worker_threads";
import type { Ending } from "../native.js";
import { socketThread } from "../socket-paths.js";
import { Mailbox, type MailEnd } from "./mailbox.js";
import type { Breach } from "./relay.js";

/** Who is at the other end. */
export type Peer =
  /** Who listens there; it may take that many milliseconds. */
  | { readonly kind: "listener"; readonly path: string; readonly wait: number }
  /** A process that is started. */
  | { readonly kind: "process"; readonly program: HelperCommand };

export interface HelperCommand {
  readonly path: string;
  /** Its descriptor 3 is the socket. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What it writes to standard output and error. */
  readonly output: "tail" | "inherit";
}

/** What the thread says, besides messages of the helper, which are bytes. */
export type SocketMail =
  | { readonly started: number }
  /** The last. */
  | Closed;

export interface Closed {
  readonly closed: string;
  readonly breach: Breach | undefined;
  readonly ending: Ending;
  readonly output: string;
}

/** To the thread: nothing more is said, and the process is ended at once. */
export const END = "end";

export interface SocketData {
  readonly end: MailEnd;
  readonly peer: Peer;
}

/** @param onMail gets bytes and `SocketMail`, unless they are taken before */
export function connectTo(peer: Peer, onMail: (mail: unknown) => void): Mailbox {
  const { port1, port2 } = new MessageChannel();
  const count = new Int32Array(new SharedArrayBuffer(4));
  const workerData: SocketData = { end: { port: port2, count }, peer };
  const thread = new Worker(socketThread, { workerData, transferList: [port2], execArgv: [] });
  thread.unref();
  const none: Ending = { code: -1, signal: -1 };
  thread.on("error", ({ message }) => {
    onMail({ closed: message, breach: undefined, ending: none, output: "" } satisfies Closed);
  });
  return new Mailbox({ port: port1, count }, onMail);
}
