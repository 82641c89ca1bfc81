/**
 * What the helper does for one client of a socket: requests one after the other, each answered before the next is looked at.
 * A client may load libraries by their paths; modules are not imported for it, and the process stays as it is.
 */
import type { Target } from "@cofferdam/core";
import type { Library } from "@cofferdam/ffi";
import { type Answer, type HostLine, Session } from "../helper/session.js";
import { throwOfHost } from "../helper/thrown-by-host.js";
import { MAX_DEFERRED, MAX_RELAYED_BYTES } from "../limits.js";
import { WireError } from "../wire/error.js";
import { messageBytes } from "../wire/message-bytes.js";
import { decodeMessage } from "../wire/message-codec.js";
import type { Message, MessageKind, MessageOf } from "../wire/messages.js";
import { ValueList } from "../wire/value-list.js";
import type { CallLog } from "./call-log.js";
import type { ClientLibraries, LoadedAs } from "./client-libraries.js";
import type { HeldMemory } from "./held-memory.js";
import { Mailbox, type MailEnd } from "./mailbox.js";
import type { Breach, Ended } from "./relay.js";
import { Ids, idOf, isWithin } from "./within.js";

export interface ClientParts {
  readonly end: MailEnd;
  /** What a path is as a target. @param as where that is loaded from. @throws ERR_OPTION_TYPE, ERR_OPTION_RANGE */
  targetOf(path: string, options: object, as: LoadedAs): Target<Library>;
  readonly libraries: ClientLibraries;
  readonly memory: HeldMemory;
  readonly log: CallLog;
  /** Told once, when all that the client had is disposed. @param breach what it did wrong, if it did */
  readonly onLeft: (breach: Breach | undefined) => void;
}

type Handlers = { readonly [K in MessageKind]?: (message: MessageOf<K>) => Answer };

export class ClientSession implements HostLine {
  readonly arena = undefined;
  readonly #parts: ClientParts;
  readonly #session: Session;
  readonly #mailbox: Mailbox;
  readonly #ids = new Ids();
  /** Requests that came while a callback was open. */
  readonly #deferred: Uint8Array[] = [];
  #deferredBytes = 0;
  #isWelcome = false;
  #isBusy = false;
  /** Nothing more is read. */
  #end: { readonly breach: Breach | undefined } | undefined;

  constructor(parts: ClientParts) {
    this.#parts = parts;
    this.#session = new Session(this);
    this.#mailbox = new Mailbox(parts.end, (mail) => this.#outermost(mail));
    this.#mailbox.tell(READY);
  }

  callBack(callback: number, args: readonly unknown[]): unknown {
    const id = this.#ids.next(true);
    this.#send({ kind: "callback", id, callback, args: new ValueList(args) });
    for (;;) {
      if (this.#end) throw new Error("The host has gone.");
      const mail = this.#mailbox.take(Number.POSITIVE_INFINITY);
      if (!(mail instanceof Uint8Array)) this.#ended(mail as Ended);
      else if (!isWithin(idOf(mail))) this.#defer(mail);
      else if (idOf(mail) !== id) this.#request(mail);
      else {
        const reply = this.#decoded(mail);
        if (reply) return this.#replied(reply);
      }
    }
  }

  get #isOver(): boolean {
    return this.#end !== undefined;
  }

  /** In no callback. */
  #outermost(mail: unknown): void {
    if (this.#isBusy || this.#isOver) return;
    this.#isBusy = true;
    if (mail instanceof Uint8Array) this.#request(mail);
    else this.#ended(mail as Ended);
    for (let next = this.#deferred.shift(); next && !this.#end; next = this.#deferred.shift()) {
      this.#deferredBytes -= next.length;
      this.#request(next);
    }
    this.#isBusy = false;
    if (this.#end) this.#leave(this.#end.breach);
  }

  #request(bytes: Uint8Array): void {
    const started = performance.now();
    const request = this.#decoded(bytes);
    if (!request) return;
    if (request.kind === "goodbye") {
      this.#end ??= { breach: undefined };
      return;
    }
    const answer = this.#answer(request);
    const sent = this.#send({ ...answer, id: request.id } as Message);
    if (!this.#parts.log.isOn) return;
    const ms = performance.now() - started;
    this.#parts.log.done({ request, answer, received: bytes.length, sent, ms });
  }

  /** undefined: it was answered, or was the end. */
  #decoded(bytes: Uint8Array): Message | undefined {
    try {
      const message = decodeMessage(bytes, "host", this.#session.context);
      if (this.#isWelcome || message.kind === "hello") return message;
      throw new WireError("ERR_WIRE_KIND", `${message.kind} before hello`, 0);
    } catch (error) {
      if (error instanceof WireError) this.#broken(error);
      else this.#send({ ...this.#session.failed(error), id: idOf(bytes) } as Message);
      return undefined;
    }
  }

  #answer(request: Message): Answer {
    const handle = this.#handlers[request.kind] as ((message: Message) => Answer) | undefined;
    try {
      if (handle) return handle(request);
      const answer = this.#session.answer(request);
      if (!(answer instanceof Promise)) return answer;
      throw new TypeError("Nothing that takes its time is done over a socket.");
    } catch (error) {
      return this.#session.failed(error);
    }
  }

  readonly #handlers: Handlers = {
    hello: (message) => {
      this.#isWelcome = true;
      return this.#session.answer(message) as Answer;
    },
    open: () => {
      throw new TypeError(
        "A helper on a socket imports no modules for its clients. Load a library by its path, without layers.",
      );
    },
    seal: () => {
      throw new TypeError(
        "A helper on a socket serves others after this client: it is not sealed.",
      );
    },
    load: ({ library, path, options }) => {
      const { libraries, targetOf } = this.#parts;
      return libraries.load(library, path, (as) => {
        const answer = this.#session.open(library, targetOf(path, options as object, as));
        const { info } = answer as MessageOf<"opened">;
        return { kind: "opened", info: { ...Object(info), path: as.realPath } };
      });
    },
    dispose: (message) => {
      const answer = this.#session.answer(message) as Answer;
      if (answer.kind === "answered") this.#parts.libraries.release(message.library);
      return answer;
    },
    alloc: ({ bytes }) => ({ kind: "allocated", offset: this.#parts.memory.alloc(bytes), bytes }),
    free: ({ offset }) => ({ kind: "answered", value: this.#parts.memory.free(offset) }),
    status: (message) => {
      const answer = this.#session.answer(message) as Answer;
      if (answer.kind !== "answered") return answer;
      const { live, held } = this.#parts.memory;
      const value = { ...Object(answer.value), pid: process.pid, liveAllocs: live, held };
      return { kind: "answered", value };
    },
  };

  /** @returns how many bytes it had */
  #send(message: Message): number {
    const bytes = this.#bytesOf(message);
    this.#mailbox.send(bytes);
    return bytes.length;
  }

  /** An answer that cannot cross is told of as an error; that a callback's arguments cannot is the library's to hear. */
  #bytesOf(message: Message): Uint8Array {
    try {
      return messageBytes(message, this.#session.context);
    } catch (error) {
      if (message.kind === "callback") throw error;
      return messageBytes({ kind: "threw", id: message.id, error, thrown: 0 });
    }
  }

  #replied(reply: Message): unknown {
    if (reply.kind === "callback-returned") return reply.result;
    if (reply.kind === "callback-threw") throw throwOfHost(reply.error, reply.thrown);
    this.#broken(new WireError("ERR_WIRE_KIND", `${reply.kind} as the answer to a callback`, 0));
    throw new Error("The host has gone.");
  }

  #defer(bytes: Uint8Array): void {
    this.#deferredBytes += bytes.length;
    const isTooMuch = this.#deferred.length >= MAX_DEFERRED;
    if (isTooMuch || this.#deferredBytes > MAX_RELAYED_BYTES) {
      this.#broken(new WireError("ERR_WIRE_LIMIT", "too many requests during a callback", 0));
    } else this.#deferred.push(bytes);
  }

  #ended({ breach }: Ended): void {
    if (breach) this.#broken(breach);
    else this.#end ??= { breach };
  }

  /** The client is told what it did, and then it is over. */
  #broken({ code, reason, offset }: Breach): void {
    if (this.#end) return;
    this.#end = { breach: { code, reason, offset } };
    const error = new WireError(code, reason, offset);
    this.#send({ kind: "threw", id: 0, error, thrown: 0 });
  }

  #leave(breach: Breach | undefined): void {
    const { libraries, onLeft } = this.#parts;
    for (const library of libraries.numbers) {
      this.#session.answer({ kind: "dispose", id: 0, library });
      libraries.release(library);
    }
    onLeft(breach);
    this.#mailbox.tell(LEFT);
    this.#mailbox.close();
  }
}

/** Said first: from now on it is known whether it does something. */
export const READY = "ready";
/** Said last: what came before it is all that the client is sent. */
export const LEFT = "left";
