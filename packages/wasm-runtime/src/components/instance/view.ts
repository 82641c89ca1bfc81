import type { Gate } from "@cofferdam/core";
import type { Payload } from "./payload.js";

/** What the glue sees of a core module's instance; to other core modules its exports are linked as they are. */
export class Views {
  readonly #originals = new WeakMap<object, unknown>();
  readonly #payload: Payload;
  readonly #enter: (symbol: string, call: () => unknown) => unknown;

  /** @param enter makes a call that may come from nobody's call: the end of a resource */
  constructor(payload: Payload, enter: (symbol: string, call: () => unknown) => unknown) {
    this.#payload = payload;
    this.#enter = enter;
  }

  of(exports: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
    const views = Object.create(null) as Record<string, unknown>;
    for (const [name, value] of Object.entries(exports)) views[name] = this.#view(name, value);
    return views;
  }

  /** @returns what a view is of; undefined: it is none */
  originalOf(view: unknown): unknown {
    return typeof view === "object" || typeof view === "function"
      ? this.#originals.get(view as object)
      : undefined;
  }

  #view(name: string, original: unknown): unknown {
    const view = this.#make(name, original);
    this.#originals.set(view as object, original);
    return view;
  }

  #make(name: string, original: unknown): unknown {
    if (original instanceof WebAssembly.Memory) return this.#memory(original);
    if (typeof original !== "function") return original;
    return this.#function(name, original as Gate);
  }

  /** Each look at a value goes through `buffer`. */
  #memory(memory: WebAssembly.Memory): { readonly buffer: ArrayBuffer } {
    const payload = this.#payload;
    return {
      get buffer() {
        payload.touch();
        return memory.buffer as ArrayBuffer;
      },
    };
  }

  /** What it returns is the guest's, also if it is a lie. Memory for the host's values is asked for while they are written. */
  #function(name: string, call: Gate): Gate {
    if (name.endsWith("realloc")) return (...args) => inItsWords(call, args);
    return (...args) =>
      this.#enter(name, () => {
        this.#payload.begin(false);
        return inItsWords(call, args);
      });
  }
}

/** The glue writes words of its own over V8's, which traps are told from one another by. */
function inItsWords(call: Gate, args: unknown[]): unknown {
  try {
    return call(...args);
  } catch (error) {
    if (error instanceof WebAssembly.RuntimeError) {
      const { message } = error;
      Object.defineProperty(error, "message", { get: () => message, set: () => {} });
    }
    throw error;
  }
}
