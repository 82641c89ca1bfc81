/** The log of what a client asks for: names, sizes, durations and what came of it; never what is in an argument. */
import type { Answer } from "../helper/session.js";
import type { Message } from "../wire/messages.js";
import type { Details, Log } from "./log.js";

/** One request that was done. */
export interface Done {
  readonly request: Message;
  readonly answer: Answer;
  /** Bytes of the two messages. */
  readonly received: number;
  readonly sent: number;
  readonly ms: number;
}

type Tell = (done: Done) => readonly [event: string, details: Details] | undefined;

export class CallLog {
  readonly #log: Log;
  readonly #client: number;
  /** Of functions, by their numbers. */
  readonly #names = new Map<number, string>();

  /** @param client number of the client, from 1 */
  constructor(log: Log, client: number) {
    this.#log = log;
    this.#client = client;
  }

  /** Is there anything to be told of a request? */
  get isOn(): boolean {
    return this.#log.tells("info");
  }

  done(done: Done): void {
    const [event, details] = this.#tellings[done.request.kind]?.(done) ?? [];
    if (event === undefined) return;
    const ms = Math.round(done.ms * 1000) / 1000;
    const outcome = outcomeOf(done.answer);
    this.#log.say("info", event, { client: this.#client, ...details, ms, outcome });
  }

  readonly #tellings: { readonly [K in Message["kind"]]?: Tell } = {
    load: ({ request, answer }) => {
      if (request.kind !== "load") return undefined;
      const path = answer.kind === "opened" ? String(Object(answer.info).path) : request.path;
      return ["load", { library: request.library, path }];
    },
    func: ({ request }) => {
      if (request.kind !== "func") return undefined;
      const name = nameIn(request.declaration);
      this.#names.set(request.function, name);
      return ["sym", { library: request.library, name }];
    },
    symbol: ({ request }) => {
      if (request.kind !== "symbol") return undefined;
      return ["sym", { library: request.library, name: request.name }];
    },
    call: ({ request, received, sent }) => {
      if (request.kind !== "call") return undefined;
      const name = this.#names.get(request.function) ?? `function ${request.function}`;
      return ["call", { name, received, sent }];
    },
    alloc: ({ request, answer }) => {
      if (request.kind !== "alloc") return undefined;
      const { bytes } = request;
      return ["alloc", answer.kind === "allocated" ? { number: answer.offset, bytes } : { bytes }];
    },
    free: ({ request }) => {
      return request.kind === "free" ? ["free", { number: request.offset }] : undefined;
    },
  };
}

/** "ok", the code or name of the error, or the kind of the fault. */
function outcomeOf(answer: Answer): string {
  if (answer.kind === "faulted") return answer.fault.kind;
  if (answer.kind !== "threw") return "ok";
  const { code, name } = Object(answer.error) as { code?: unknown; name?: unknown };
  if (typeof code === "string") return code;
  return typeof name === "string" ? name : "thrown";
}

/** The function's name in what it is declared by: a prototype; a name and types; a convention and these. */
function nameIn(declaration: unknown): string {
  const { words } = Object(declaration) as { words?: unknown };
  if (!Array.isArray(words)) return UNKNOWN;
  if (words.length === 1) return /(\w+)\s*\(/.exec(String(words[0]))?.[1] ?? UNKNOWN;
  return String(words[words.length === 4 ? 1 : 0]);
}

const UNKNOWN = "?";
