/** The stand-alone helper: clients one after the other, on a socket of the file system. */
import { rmSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { MAX_WAITING_CLIENTS } from "../limits.js";
import { frameHeader, streamMark } from "../wire/frame.js";
import { messageBytes } from "../wire/message-bytes.js";
import type { Log } from "./log.js";
import { ServedClient, type ServingOptions } from "./served-client.js";
import { firstPlace, freePlace, putInPlace } from "./socket-file.js";

export class HelperServer {
  readonly #path: string;
  readonly #options: ServingOptions;
  readonly #log: Log;
  readonly #server: Server;
  readonly #waiting: Socket[] = [];
  #served: ServedClient | undefined;
  /** Those that have left, though not their last call. */
  readonly #stuck = new Set<ServedClient>();
  #clients = 0;
  #isInPlace = false;

  constructor(path: string, options: ServingOptions, log: Log) {
    this.#path = path;
    this.#options = options;
    this.#log = log;
    this.#server = createServer({ pauseOnConnect: true, allowHalfOpen: true }, (socket) =>
      this.#connected(socket),
    );
  }

  /** @throws when the path is taken, or cannot be listened on */
  async listen(): Promise<void> {
    await freePlace(this.#path);
    const first = firstPlace(this.#path);
    await new Promise<void>((resolve, reject) => {
      this.#server.once("error", reject);
      const mask = process.umask(ONLY_THIS_USER); // the file never has another mode, not even at first
      this.#server.listen(first, resolve);
      process.umask(mask);
    });
    try {
      putInPlace(first, this.#path);
      this.#isInPlace = true;
    } catch (error) {
      this.#server.close();
      throw error;
    }
    this.#log.say("debug", "listen", { socket: this.#path });
  }

  /** @returns whether a call still runs that nothing can end but the end of the process */
  async close(): Promise<boolean> {
    this.remove();
    this.#server.close();
    for (const socket of this.#waiting.splice(0)) socket.destroy();
    this.#served?.dismiss();
    await this.#served?.gone;
    return [...this.#stuck].some(({ isRunning }) => isRunning);
  }

  /** Takes the socket from the file system, once it is there: what else is at its place is not ours. */
  remove(): void {
    if (this.#isInPlace && process.platform !== "win32") rmSync(this.#path, { force: true });
  }

  #connected(socket: Socket): void {
    socket.on("error", () => {}); // whoever serves it hears of it too
    if (this.#waiting.length >= MAX_WAITING_CLIENTS) {
      refuse(socket);
      return;
    }
    this.#waiting.push(socket);
    if (!this.#served) this.#serveNext();
  }

  #serveNext(): void {
    this.#served = undefined;
    const socket = this.#waiting.shift();
    if (socket) void this.#serve(socket, ++this.#clients);
  }

  async #serve(socket: Socket, client: number): Promise<void> {
    this.#log.say("debug", "client", { client });
    const served = new ServedClient(socket, client, this.#options, this.#log);
    this.#served = served;
    socket.resume();
    const { isStuck } = await served.gone;
    if (isStuck) {
      this.#stuck.add(served);
      this.#log.say("warn", "stuck", { client });
    }
    this.#log.say("debug", "left", { client });
    this.#serveNext();
  }
}

const ONLY_THIS_USER = 0o177;

function refuse(socket: Socket): void {
  const error = new Error(`${MAX_WAITING_CLIENTS} clients wait already.`);
  const bytes = messageBytes({ kind: "threw", id: 0, error, thrown: 0 });
  socket.end(Buffer.concat([streamMark(), frameHeader(bytes), bytes]));
}
