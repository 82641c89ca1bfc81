/** What the host asks for, done: each request is begun in its turn, and answered when it has ended. */
import type { Socket } from "node:net";
import {
  IsolationError,
  type IsolationLayer,
  isolate,
  type Recipe,
  type Target,
} from "@cofferdam/core";
import { makeAnew } from "../../helper/make-anew.js";
import { sealProcess } from "../../helper/seal-process.js";
import { numberOfThrown, throwOfHost } from "../../helper/thrown-by-host.js";
import type { Context } from "../../wire/context.js";
import { FrameParser, streamMark } from "../../wire/frame.js";
import { decodeMessage, frameOf } from "../wire/codec.js";
import type { Body, Message, MessageKind, MessageOf } from "../wire/messages.js";
import { Crossings, type Packed } from "./crossings.js";
import { HostFunctions } from "./host-functions.js";
import { KeptObjects } from "./kept-objects.js";
import type { Declared } from "./members.js";

/** An answer before it has its id. */
interface Answer {
  readonly body: Body;
  readonly packed?: Packed;
}

interface Waiting {
  resolve(value: unknown): void;
  reject(reason: unknown): void;
}

type Handlers = {
  readonly [K in MessageKind]?: (message: MessageOf<K>) => Answer | undefined | Promise<Answer>;
};

export class Server {
  readonly #socket: Socket;
  readonly #kept = new KeptObjects();
  readonly #crossings: Crossings;
  /** Callbacks that wait for what the host makes of them. */
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;

  constructor(socket: Socket) {
    this.#socket = socket;
    const functions = new HostFunctions({
      callBack: (number, args) => this.#callBack(number, args),
      forget: (callback, times) => this.#say({ kind: "forget", callback, times }),
    });
    this.#crossings = new Crossings(this.#kept, functions);
  }

  serve(): void {
    const parser = new FrameParser((bytes) => this.#heard(bytes));
    this.#socket.on("data", (chunk) => parser.push(chunk));
    this.#socket.on("close", () => process.exit());
    this.#socket.on("end", () => process.exit()); // there is no host any more
    this.#socket.write(streamMark());
  }

  #heard(bytes: Buffer): void {
    let message: Message;
    try {
      message = decodeMessage(bytes, "host", this.#crossings.unpacking());
    } catch (error) {
      this.#say(failed(error).body, idOf(bytes), WITH_STACKS); // a handle, for one, that the host has let go of
      return;
    }
    this.#do(message);
  }

  async #do(message: Message): Promise<void> {
    const handle = this.#handlers[message.kind] as (
      message: Message,
    ) => Promise<Answer | undefined>;
    let answer: Answer | undefined;
    try {
      answer = await handle(message);
    } catch (error) {
      answer = failed(error);
    }
    if (answer) this.#answer(answer, message.id);
  }

  /** What cannot cross is told of as an error. */
  #answer({ body, packed }: Answer, id: number): void {
    try {
      this.#say(body, id, packed?.context);
    } catch (error) {
      packed?.undo();
      this.#say(failed(error).body, id, WITH_STACKS);
    }
  }

  readonly #handlers: Handlers = {
    open: async ({ target, layers, seal }) => {
      const made = await Promise.all((layers as Recipe[]).map(makeAnew<IsolationLayer>));
      const opened = await makeAnew<Target<{ exports: unknown }>>(target as Recipe);
      const { exports } = await isolate(made).open(opened);
      const sealError = sealed(seal as Seal | null);
      const packed = this.#crossings.pack([exports], true);
      return { body: { kind: "opened", sealError, result: packed.crossing }, packed };
    },
    call: async ({ handle, name, args }) => {
      const { value } = this.#kept.get(handle);
      const method = name === "" ? value : this.#member(handle, name);
      if (typeof method !== "function") throw new TypeError(`${name} is no function any more.`);
      const self = name === "" ? undefined : value;
      return returned(this.#crossings.pack([await Reflect.apply(method, self, args.values)]));
    },
    construct: ({ handle, as, args }) => {
      const { value } = this.#kept.get(handle);
      const instance = Reflect.construct(value as new () => object, args.values);
      if (typeof instance === "function")
        throw new TypeError("Its constructor returned a function.");
      return returned(this.#crossings.packInstance(instance, as));
    },
    get: async ({ handle, name }) => {
      return returned(this.#crossings.pack([await this.#member(handle, name)]));
    },
    set: ({ handle, name, args }) => {
      if (this.#declared(handle, name).kind !== "settable")
        throw new TypeError(`${name} is not to be set.`);
      const { value } = this.#kept.get(handle);
      if (!Reflect.set(value, name, args.values[0])) throw new TypeError(`${name} cannot be set.`);
      return returned(this.#crossings.pack([]));
    },
    release: ({ handle, times }) => {
      return this.#kept.release(handle, times) ? { body: { kind: "gone", handle } } : undefined;
    },
    "callback-returned": ({ id, result }) =>
      this.#settle(id, ({ resolve }) => resolve(result.values[0])),
    "callback-threw": ({ id, error, thrown }) => {
      return this.#settle(id, ({ reject }) => reject(throwOfHost(error, thrown)));
    },
  };

  #member(handle: number, name: string): unknown {
    this.#declared(handle, name);
    return (this.#kept.get(handle).value as Record<string, unknown>)[name];
  }

  /** What is inherited from anywhere else, or has been added since, cannot be reached. */
  #declared(handle: number, name: string): Declared {
    const declared = this.#kept.get(handle).members.get(name);
    if (declared && Object.hasOwn(declared.holder, name)) return declared;
    throw new TypeError(`Expected a member that was declared, got ${JSON.stringify(name)}.`);
  }

  #callBack(callback: number, args: readonly unknown[]): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const id = ++this.#lastId >>> 0;
      const packed = this.#crossings.pack(args);
      this.#answer({ body: { kind: "callback", callback, args: packed.crossing }, packed }, id);
      this.#waiting.set(id, { resolve, reject });
    });
  }

  #settle(id: number, settle: (waiting: Waiting) => void): undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (waiting) settle(waiting);
  }

  #say(body: Body, id = 0, context: Context = WITH_STACKS): void {
    this.#socket.write(frameOf({ ...body, id } as Message, context));
  }
}

interface Seal {
  readonly when: number;
  readonly traps: boolean;
}

/** @returns an errno, or 0 */
function sealed(seal: Seal | null): number {
  return seal === null ? 0 : sealProcess(seal.when, seal.traps);
}

/** Of a message that may be wrong in every other way: src/modules/wire/codec.ts. */
function idOf(bytes: Buffer): number {
  return bytes.readUInt32LE(1);
}

function returned(packed: Packed): Answer {
  return { body: { kind: "returned", result: packed.crossing }, packed };
}

function failed(error: unknown): Answer {
  if (!(error instanceof IsolationError)) {
    return { body: { kind: "threw", error, thrown: numberOfThrown(error) } };
  }
  const { fault, symbol, layer, cause } = error;
  const thrown = numberOfThrown(cause);
  return { body: { kind: "faulted", fault, symbol, layer, error: cause, thrown } };
}

const WITH_STACKS: Context = { stacks: true };
