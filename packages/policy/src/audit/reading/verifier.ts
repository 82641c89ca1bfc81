import { MAX_PROBLEMS } from "../limits.js";
import { NO_HASH, unseal } from "../line/chain.js";
import { type Head, headOf } from "../line/head.js";
import { recordOf } from "../line/line-record.js";
import { ChainCheck, type Finding, type Link } from "./chain-check.js";
import type { Line } from "./lines.js";
import type { Problem, ProblemKind } from "./problem.js";
import type { Verification } from "./verification.js";

const CUT: Finding = ["missing", "No log begins like this: lines before it were cut off."];

/** Takes line after line, and keeps none. */
export class Verifier {
  readonly #wanted: Pick<Head, "hash" | "events"> | undefined;
  readonly #chain = new ChainCheck();
  readonly #files = new Set<string>();
  readonly #problems: Problem[] = [];
  readonly #warnings: Problem[] = [];
  #problemCount = 0;
  #isFound = false;
  #events = 0;
  #begins: number | null = null;
  #from: string | null = null;
  #to: string | null = null;
  #dropped = 0;
  #refused = 0;
  #last: Line | undefined;

  /** @param wanted that the log must contain */
  constructor(wanted: Pick<Head, "hash" | "events"> | undefined) {
    this.#wanted = wanted;
  }

  read(line: Line): void {
    this.#last = line;
    this.#files.add(line.file);
    const link = linkOf(line);
    if (link === undefined) {
      this.#unread(line);
      return;
    }
    const finding = this.#chain.check(link);
    if (finding) this.#problem(line, ...finding);
    else if (this.#begins === null && !isBeginning(link)) this.#problem(line, ...CUT);
    this.#isFound ||= link.unsealed.hash === this.#wanted?.hash;
    this.#count(link);
    if (finding?.[0] !== "changed") this.#heed(line, link);
  }

  result(): Verification {
    if (this.#wanted && !this.#isFound) this.#lacks(this.#wanted);
    return {
      ok: this.#problemCount === 0,
      files: [...this.#files],
      events: this.#events,
      begins: this.#begins,
      from: this.#from,
      to: this.#to,
      dropped: this.#dropped,
      refused: this.#refused,
      head: this.#chain.head ?? null,
      problems: this.#problems,
      problemCount: this.#problemCount,
      warnings: this.#warnings,
    };
  }

  #unread(line: Line): void {
    if (line.isFinished || isMoreThanALine(line)) {
      this.#problem(line, "not-json", "It is no line of an audit log.");
    } else if (line.isNewest) {
      this.#warn(line, "torn", "It ends in the middle: the process was killed while it wrote.");
    } else this.#problem(line, "torn", "It ends in the middle, and another file follows.");
    this.#chain.skip();
  }

  #count({ record }: Link): void {
    const { id, time } = record;
    if (id !== undefined) this.#events++;
    this.#begins ??= (headOf(record)?.events ?? 0) + (id === undefined ? 1 : 0);
    this.#from ??= String(time);
    this.#to = String(time);
  }

  /** What the log says of itself. */
  #heed(line: Line, { record }: Link): void {
    if (record.note === "dropped") this.#dropped += Number(record.count);
    if (record.note === "refused") this.#refused += Number(record.count);
    if (record.note === "torn") {
      this.#warn(
        line,
        "torn",
        "A process was killed while it wrote; this is in place of its line.",
      );
    }
    if (record.note === "rotated" && record.because === "meddled") {
      const message =
        "Somebody moved the file before it, or changed its size, while it was written.";
      this.#warn(line, "meddled", message);
    }
  }

  #lacks({ events }: Pick<Head, "events">): void {
    const isOlder = this.#begins !== null && events < this.#begins;
    const why = isOlder
      ? `The file with the head that was kept, of event ${events}, is gone: nothing is proven.`
      : `The head that was kept, of event ${events}, is not in it: it was cut off, or made anew.`;
    this.#problem(this.#last, "missing", why);
  }

  #problem(line: Line | undefined, kind: ProblemKind, message: string): void {
    this.#problemCount++;
    add(this.#problems, line, kind, message);
  }

  #warn(line: Line, kind: ProblemKind, message: string): void {
    add(this.#warnings, line, kind, message);
  }
}

function add(list: Problem[], line: Line | undefined, kind: ProblemKind, message: string): void {
  if (list.length >= MAX_PROBLEMS) return;
  list.push({ kind, file: line?.file ?? "", line: line?.number ?? 0, message });
}

/** Of a log, or of a file that was begun while it was written. */
function isBeginning({ record }: Link): boolean {
  return record.previous === NO_HASH || record.note === "rotated";
}

/** What a killed process leaves is the beginning of a line, never more. */
function isMoreThanALine({ bytes }: Line): boolean {
  return bytes === undefined || unseal(bytes.subarray(0, -1)) !== undefined;
}

function linkOf({ bytes }: Line): Link | undefined {
  const record = bytes && recordOf(bytes);
  const unsealed = bytes && unseal(bytes);
  return record && unsealed && headOf(record) && { record, unsealed };
}
