/** What the host asks for, done. It knows nothing of how the messages come and go. */
import {
  fail,
  IsolationError,
  type IsolationLayer,
  isolate,
  type Recipe,
  type Target,
} from "@cofferdam/core";
import { koffi, type Library } from "@cofferdam/ffi";
import { TypeMaker } from "../types/type-maker.js";
import type { DeclarationSpec } from "../types/type-spec.js";
import { bytesBack } from "../wire/bytes-back.js";
import type { Context } from "../wire/context.js";
import {
  type Bodies,
  type Message,
  type MessageKind,
  type MessageOf,
  WIRE_VERSION,
} from "../wire/messages.js";
import type { Output } from "../wire/outputs.js";
import { isBytes } from "../wire/view-kinds.js";
import { HostedLibrary, type LinkedFunction } from "./hosted-library.js";
import { makeAnew } from "./make-anew.js";
import { sealProcess } from "./seal-process.js";
import { numberOfThrown } from "./thrown-by-host.js";

/** The answer to a request: it gets the request's id. */
export type Answer = { [K in MessageKind]: { readonly kind: K } & Bodies[K] }[MessageKind];

/** How the helper reaches the host in the middle of a call. */
export interface HostLine {
  /** Memory that both sides have, if there is some. */
  readonly arena: ArrayBufferLike | undefined;
  /** Has a function of the host called. @throws what it threw */
  callBack(id: number, args: readonly unknown[]): unknown;
}

type Handlers = {
  readonly [K in MessageKind]?: (message: MessageOf<K>) => Answer | Promise<Answer>;
};

export class Session {
  /** For messages from the host, and to it. */
  readonly context: Context;
  readonly #types = new TypeMaker();
  readonly #libraries = new Map<number, HostedLibrary>();
  readonly #functions: LinkedFunction[] = [];
  readonly #host: HostLine;
  /** Calls that are running, one within the other. */
  #depth = 0;
  /** They had a fault, and a call of theirs may still be running. */
  readonly #faulted = new Set<HostedLibrary>();
  #spent = false;

  constructor(host: HostLine) {
    const { arena } = host;
    this.#host = host;
    this.context = {
      ...(arena && { arena }),
      callback: (id) => this.#callback(id),
      registered: (id) => this.#registered(id),
    };
  }

  /** A library had a fault and could not be made new: this process should be replaced. */
  get isSpent(): boolean {
    return this.#spent;
  }

  /** Does what a message asks for. It never throws, and its promise does not reject. */
  answer(message: Message): Answer | Promise<Answer> {
    const handle = this.#handlers[message.kind] as ((message: Message) => Answer) | undefined;
    try {
      if (handle === undefined) throw new TypeError(`A helper is not asked for ${message.kind}.`);
      const answer: unknown = handle(message);
      return answer instanceof Promise
        ? answer.catch((error) => this.failed(error))
        : (answer as Answer);
    } catch (error) {
      return this.failed(error);
    }
  }

  /** Opens a library under a number. @throws what opening it throws */
  open(number: number, target: Target<Library>, layers: readonly IsolationLayer[] = []): Answer {
    const handle = isolate(layers).openSync(target);
    const hosted = new HostedLibrary(handle, layers, this.#types);
    this.#libraries.set(number, hosted);
    return opened(hosted);
  }

  /** Calls a function. @throws what it throws */
  call(id: number, args: readonly unknown[]): unknown {
    const linked = this.#linked(id);
    this.#depth++;
    try {
      return linked.call(...args);
    } catch (error) {
      if (error instanceof IsolationError) this.#faulted.add(linked.library);
      throw error;
    } finally {
      if (--this.#depth === 0 && this.#faulted.size > 0) this.#renew();
    }
  }

  /** What came of a request in place of its answer. */
  failed(error: unknown): Answer {
    if (!(error instanceof IsolationError)) {
      return { kind: "threw", error, thrown: numberOfThrown(error) };
    }
    const { fault, symbol, layer, cause } = error;
    return { kind: "faulted", fault, symbol, layer, cause, thrown: numberOfThrown(cause) };
  }

  readonly #handlers: Handlers = {
    hello: () => ({
      kind: "welcome",
      version: WIRE_VERSION,
      node: process.versions.node,
      koffi: koffi.version,
      capabilities: [],
    }),
    open: async ({ library, paths, target, layers }) => {
      const made = await Promise.all((layers as Recipe[]).map(makeAnew<IsolationLayer>));
      const whole = await makeAnew<Target<Library>>(target as Recipe);
      return this.open(library, loadedFrom(whole, paths as string[]), made);
    },
    seal: ({ when, traps }) => answered(sealProcess(when, traps === true)),
    func: (message) => {
      const linked = this.#library(message.library).func(message.declaration as DeclarationSpec);
      this.#functions[message.function] = linked;
      return { kind: "linked", info: linked.mode };
    },
    call: (message) => {
      const { values } = message.args;
      const result = this.call(message.function, values);
      const { readOnly, outputs } = this.#linked(message.function);
      const filled = [...outputs].filter(([index]) => isFilled(values[index]));
      return {
        kind: "returned",
        result,
        outputs: filled.map(([index, members]): Output => [index, only(members, values[index])]),
        bytes: bytesBack(message.args, readOnly),
      };
    },
    symbol: ({ library, name }) => answered(this.#library(library).library.symbol(name)),
    errno: ({ library }) => answered(this.#library(library).library.errno()),
    decode: (place) => answered(this.#library(place.library).decode(place)),
    encode: (place) => answered(this.#library(place.library).encode(place, place.value)),
    register: ({ library, callback, type, types }) => {
      const call = this.#callback(callback);
      return answered(this.#library(library).register(callback, call, { type, types }));
    },
    unregister: ({ library, callback }) => answered(this.#library(library).unregister(callback)),
    reopen: ({ library }) => {
      const hosted = this.#library(library);
      hosted.library.reopen();
      return opened(hosted);
    },
    dispose: ({ library }) => {
      this.#library(library).library.dispose();
      this.#libraries.delete(library);
      return answered(undefined);
    },
    status: () => {
      const libraries = [...this.#libraries.values()].map(({ library }) => library.status());
      return answered({ rss: process.memoryUsage.rss(), libraries });
    },
  };

  #library(number: number): HostedLibrary {
    const library = this.#libraries.get(number);
    if (library) return library;
    throw new TypeError(`Expected the number of a library that is open, got ${number}.`);
  }

  #linked(number: number): LinkedFunction {
    const linked = this.#functions[number];
    if (linked) return linked;
    throw new TypeError(`Expected the number of a function that is linked, got ${number}.`);
  }

  /** A function of the host, as koffi is given it. */
  #callback(id: number): (...args: unknown[]) => unknown {
    return (...args) => this.#host.callBack(id, args);
  }

  #registered(id: number): bigint {
    for (const library of this.#libraries.values()) {
      const pointer = library.registered(id);
      if (pointer !== undefined) return pointer;
    }
    throw new TypeError(`Expected the number of a function that is registered, got ${id}.`);
  }

  #renew(): void {
    for (const library of this.#faulted) this.#spent ||= !library.renew();
    this.#faulted.clear();
  }
}

/** @param paths of what it needs, and its own. @throws ERR_LAYER_NOT_PORTABLE */
function loadedFrom({ name, file }: Target<Library>, paths: readonly string[]): Target<Library> {
  if (file) return file.at(paths.at(-1) as string, paths.slice(0, -1));
  throw fail(
    "ERR_LAYER_NOT_PORTABLE",
    `Expected a target with a \`file\` in a helper, got ${name}. Give its target one, as \`library\` of @cofferdam/ffi has.`,
  );
}

function answered(value: unknown): Answer {
  return { kind: "answered", value };
}

function opened({ library }: HostedLibrary): Answer {
  return { kind: "opened", info: { path: library.path, fresh: library.status().fresh } };
}

/** What koffi filled in of an object: others of its members stay as they are. */
function only(members: readonly string[] | undefined, value: unknown): unknown {
  if (members === undefined || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(Object(value)).filter(([key]) => members.includes(key)));
}

/** koffi fills arrays and objects by itself; bytes go back as what changed in them. */
function isFilled(value: unknown): boolean {
  return typeof value === "object" && value !== null && !isBytes(value);
}
