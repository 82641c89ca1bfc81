/** The host's end of a socket, in a thread of its own: connected to a listener, or to a process that it starts. */
import { type ChildProcess, spawn } from "node:child_process";
import { connect } from "node:net";
import { constants } from "node:os";
import type { Duplex } from "node:stream";
import { LEAVE_MS, TAIL_BYTES } from "../limits.js";
import type { Ending } from "../native.js";
import { type Closed, END, type HelperCommand, type SocketData } from "./connection.js";
import { deliver, type MailEnd } from "./mailbox.js";
import { type Ended, Relay } from "./relay.js";

export class HelperSocket {
  readonly #end: MailEnd;
  readonly #socket: Duplex;
  #child: ChildProcess | undefined;
  #ending: Ending | undefined;
  #output = Buffer.alloc(0);
  #ended: Ended | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor({ end, peer }: SocketData) {
    this.#end = end;
    this.#socket =
      peer.kind === "process" ? this.#start(peer.program) : this.#connect(peer.path, peer.wait);
    end.port.on("message", (mail) => {
      if (mail === END) this.#leave();
    });
    end.port.on("close", () => this.#kill()); // the host's thread has ended, or forgot about us
    new Relay(this.#socket, end, (ended) => this.#finish(ended));
  }

  #connect(path: string, wait: number): Duplex {
    const socket = connect(path);
    if (!Number.isFinite(wait)) return socket;
    const late = new Error(`no answer within ${wait} ms: it may serve another client`);
    const timer = setTimeout(() => socket.destroy(late), wait);
    socket.once("data", () => clearTimeout(timer));
    socket.once("close", () => clearTimeout(timer));
    return socket;
  }

  #start({ path, args, env, output }: HelperCommand): Duplex {
    const out = output === "inherit" ? "inherit" : "pipe";
    const child = spawn(path, args, { env, stdio: ["ignore", out, out, "pipe"] });
    this.#child = child;
    child.stdout?.on("data", (bytes: Buffer) => this.#keep(bytes));
    child.stderr?.on("data", (bytes: Buffer) => this.#keep(bytes));
    child.on("close", (code, signal) => this.#closed({ code: code ?? -1, signal: number(signal) }));
    child.on("error", ({ message }) => {
      this.#finish({ ended: message });
      this.#closed({ code: -1, signal: -1 });
    });
    if (child.pid !== undefined) deliver(this.#end, { started: child.pid });
    return child.stdio[3] as unknown as Duplex;
  }

  #keep(bytes: Buffer): void {
    this.#output = Buffer.concat([this.#output, bytes]).subarray(-TAIL_BYTES);
  }

  /** The helper says nothing more. How its process ended is known a little later. */
  #finish(ended: Ended): void {
    this.#ended ??= ended;
    if (!this.#child || this.#ending) this.#tell();
    else this.#timer ??= setTimeout(() => this.#kill(), LEAVE_MS);
  }

  #closed(ending: Ending): void {
    clearTimeout(this.#timer);
    this.#ending ??= ending;
    if (this.#ended) this.#tell();
  }

  #tell(): void {
    const { ended = "", breach } = this.#ended ?? {};
    const ending = this.#ending ?? { code: -1, signal: -1 };
    const output = this.#output.toString();
    deliver(this.#end, { closed: ended, breach, ending, output } satisfies Closed);
    this.#socket.destroy();
    this.#end.port.close();
  }

  /** The host wants no more of it. */
  #leave(): void {
    if (this.#child) this.#kill();
    else this.#socket.end(() => setTimeout(() => this.#kill(), LEAVE_MS));
  }

  #kill(): void {
    this.#child?.kill("SIGKILL");
    this.#socket.destroy();
  }
}

function number(signal: NodeJS.Signals | null): number {
  return signal === null ? -1 : constants.signals[signal];
}
