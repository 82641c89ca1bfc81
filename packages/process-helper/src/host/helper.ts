/** A helper from its start on: a process, what it is told first, and what it knows of the library since. */
import { type Fault, fail, isolationError } from "@cofferdam/core";
import { type PieceReport, parseReport } from "../confinement-report.js";
import { START_MS } from "../limits.js";
import { type Message, WIRE_VERSION } from "../wire/messages.js";
import { type Down, Lost } from "./down.js";
import { faultOf, ownError } from "./faults.js";
import type { Line } from "./line.js";
import { type Pending, Said } from "./pending.js";

/** The library's number: each helper has one. */
export const LIBRARY = 1;

/** What a helper is told before it is asked for anything. */
export interface Setup {
  /** What errors call the library. */
  readonly target: string;
  readonly open: Message;
  /** Undefined: it is not confined. */
  readonly seal: Message | undefined;
  /** Pieces without which it must not be used. */
  readonly required: readonly string[];
}

/** Something that a helper is told of once. */
export interface Known {
  /** How it is told. */
  readonly introduction: Message;
}

type Step = "hello" | "open" | "seal";

/** What each is answered with. */
const answers = { hello: "welcome", open: "opened", seal: "answered" } as const;

export class Helper {
  readonly line: Line;
  /** When it is ready, or will not be. Does not reject. */
  readonly settled: Promise<void>;
  readonly #setup: Setup;
  readonly #known = new Set<Known>();
  /** What it knows, or will when it has done what it was asked before. */
  readonly #announced = new Set<Known>();
  #settle!: () => void;
  #awaited: Step | "nothing" = "hello";
  #failure: unknown;
  #sealError = 0;

  constructor(line: Line, setup: Setup) {
    this.line = line;
    this.#setup = setup;
    this.settled = new Promise((resolve) => {
      this.#settle = resolve;
    });
    const { versions } = process;
    this.#tell("hello", { ...HELLO, node: versions.node });
    this.#tell("open", setup.open);
    if (setup.seal) this.#tell("seal", setup.seal);
  }

  /** It has its library, and has given up what it shall not be able to do. */
  get isReady(): boolean {
    return this.#awaited === "nothing";
  }

  /** Why it will not become ready. */
  get failure(): unknown {
    return this.#failure;
  }

  /** What confines it, piece by piece. */
  get confinement(): readonly PieceReport[] {
    return piecesOf(this.line.report(), this.#sealError);
  }

  /** Waits, without the event loop. @throws why it did not become ready */
  waitUntilReady(): void {
    if (this.isReady) return;
    try {
      this.line.ask({ ...HELLO, node: process.versions.node }, START_MS);
      this.line.take(); // all that was asked before was answered before
    } catch (error) {
      throw this.#failure ?? (error instanceof Lost ? this.#deathError("open", error.down) : error);
    }
    if (!this.isReady) throw this.#failure;
  }

  knows(known: Known): boolean {
    return this.#known.has(known);
  }

  /** Tells it of something, unless it knows, and waits. @throws what the helper says */
  introduce(known: Known, timeout: number): void {
    if (this.#known.has(known)) return;
    const answer = this.line.ask(known.introduction, timeout);
    if (answer.kind === "threw") throw ownError(answer.error);
    this.#known.add(known);
  }

  /** The same without waiting: what is asked later finds it done. */
  introduceSoon(known: Known, timeout: number): void {
    if (this.#known.has(known) || this.#announced.has(known)) return;
    this.#announced.add(known);
    const forget = () => this.#announced.delete(known);
    const answered = (reply: unknown) => {
      if (reply instanceof Said && reply.message.kind === "threw") forget();
      else this.#known.add(known);
    };
    const message = () => known.introduction;
    this.line.post({ timeout, message, answered, refused: forget, lost: forget });
  }

  #tell(step: Step, message: Message): void {
    const pending: Pending = {
      timeout: START_MS,
      message: () => message,
      answered: (reply) => this.#told(step, reply),
      refused: (error) => this.#fail(error),
      lost: (down) => this.#fail(this.#deathError(step, down)),
    };
    this.line.post(pending);
  }

  #told(step: Step, reply: unknown): void {
    const answer = reply instanceof Said ? reply.message : undefined;
    if (this.#failure !== undefined) return;
    if (answer?.kind === "threw") this.#fail(ownError(answer.error));
    else if (answer?.kind === "faulted") this.#fail(this.#loadError(answer.fault));
    else if (answer?.kind !== answers[step]) this.#fail(oddError(step, answer));
    else this.#goOn(step, answer);
  }

  #goOn(step: Step, answer: Message): void {
    if (step === "hello") this.#awaited = "open";
    else if (step === "open") this.#awaited = this.#setup.seal ? "seal" : "nothing";
    else if (answer.kind === "answered" && typeof answer.value === "number") {
      this.#sealed(answer.value);
    } else {
      this.#fail(oddError(step, answer));
    }
    if (this.isReady) this.#settle();
  }

  #sealed(error: number): void {
    this.#sealError = error;
    if (error !== 0 && this.#setup.required.includes("seccomp")) {
      this.#fail(confinementError(["seccomp"]));
    } else {
      this.#awaited = "nothing";
    }
  }

  #fail(error: unknown): void {
    this.#failure ??= error;
    this.#settle();
    if (this.line.isUp)
      this.line.end({ how: "broken", reason: "it did not become ready", offset: 0 });
  }

  #deathError(step: Step, down: Down): Error {
    const { required, notStarted } = parseReport(this.line.report());
    if (required.length > 0) return confinementError(required);
    const call = { symbol: this.#setup.target, timeout: START_MS, elapsed: START_MS };
    const fault = faultOf(this.line, down, call);
    if (step === "open") return this.#loadError(fault);
    const why = notStarted ?? this.#sayFault(fault).message;
    return fail("ERR_HELPER_UNAVAILABLE", `Cannot start a helper: ${why}.`, {
      cause: this.#sayFault(fault),
    });
  }

  /** Code of the library ran when it was loaded. */
  #loadError(fault: Fault): Error {
    const cause = this.#sayFault(fault);
    const { target } = this.#setup;
    return fail(
      "ERR_DLOPEN_FAILED",
      `Cannot load the library ${JSON.stringify(target)}: it ended its helper meanwhile. ${cause.message}`,
      { cause },
    );
  }

  #sayFault(fault: Fault): Error {
    const place = { target: this.#setup.target, symbol: "dlopen", layer: "process-helper" };
    return isolationError(fault, place);
  }
}

const HELLO = {
  kind: "hello",
  id: 0,
  version: WIRE_VERSION,
  node: "",
  koffi: "",
  capabilities: [],
} as const satisfies Message;

/** Code of a library runs when it is opened, and could say so in the helper's name. */
function oddError(step: Step, answer: Message | undefined): Error {
  const said = answer?.kind ?? "a value";
  return fail("ERR_HELPER_UNAVAILABLE", `Cannot start a helper: it answered ${step} with ${said}.`);
}

/**
 * What confines a helper.
 *
 * @param report the launcher's
 * @param sealError an errno, or 0
 */
export function piecesOf(report: string, sealError: number): readonly PieceReport[] {
  const { pieces } = parseReport(report);
  if (pieces.length === 0) return [];
  const seal =
    sealError === 0 ? { applied: true } : { applied: false, reason: `error ${sealError}` };
  return [...pieces.filter(({ piece }) => piece !== "seccomp"), { piece: "seccomp", ...seal }];
}

/** @param required pieces that are missing */
export function confinementError(required: readonly string[]): Error {
  return fail(
    "ERR_HELPER_CONFINEMENT",
    `Cannot confine the helper: ${required.join(", ")} is not to be had here. ` +
      "`processHelper().probe().details.confinement` says why; leave it out of `require` to do without.",
  );
}
