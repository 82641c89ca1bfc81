import { NO_HASH, type Unsealed } from "../line/chain.js";
import { type Head, headOf } from "../line/head.js";
import type { LineRecord } from "../line/line-record.js";
import type { ProblemKind } from "./problem.js";

export type Finding = readonly [kind: ProblemKind, message: string];

/** A line of a log, as far as it is one. */
export interface Link {
  readonly record: LineRecord;
  readonly unsealed: Unsealed;
}

/** Does each line go on from the one before it? Of those that were seen, only the last ones are remembered. */
export class ChainCheck {
  /** Hashes that the next line may name as the one before; undefined: nobody knows. */
  #before: readonly string[] | undefined;
  /** Where the chain is; a line that stands too late does not move it back. */
  #head: Head | undefined;
  /** Lines since then that could not be read. */
  #unread = 0;

  get head(): Head | undefined {
    return this.#head;
  }

  /** A line that could not be read: it may have been an event. */
  skip(): void {
    this.#before = undefined;
    this.#unread++;
  }

  check({ record, unsealed }: Link): Finding | undefined {
    const head = headOf(record) as Head;
    if (unsealed.hash !== unsealed.computed)
      return this.#changed(unsealed, record.id !== undefined);
    const finding = this.#head && this.#following(record, head, this.#head);
    const isLate = finding?.[0] === "reordered" && this.#head !== undefined;
    this.#before = isLate ? [head.hash, (this.#head as Head).hash] : [head.hash];
    if (!isLate) this.#head = head;
    this.#unread = 0;
    return finding;
  }

  /** What follows names the hash that the line had, so one of the two: whether the text was changed, or the hash. */
  #changed({ hash, computed }: Unsealed, isEvent: boolean): Finding {
    this.#before = [hash, computed];
    if (this.#head && isEvent) this.#head = { ...this.#head, events: this.#head.events + 1 };
    return ["changed", "It is not what its hash says: it was changed."];
  }

  #following(record: Link["record"], { log, events }: Head, last: Head): Finding | undefined {
    const due = record.id === undefined ? last.events : last.events + 1;
    const isNext = this.#before === undefined || this.#before.includes(String(record.previous));
    if (log !== last.log || (!isNext && record.previous === NO_HASH)) {
      return ["restarted", `Another chain begins: this is log ${log}, before it was ${last.log}.`];
    }
    if (events < due) return ["reordered", "It stands behind later ones, or twice."];
    if (events > due + this.#unread) {
      return ["missing", `Before it ${counted(events - due)} missing.`];
    }
    return isNext ? undefined : ["missing", "It does not follow the line before it."];
  }
}

function counted(events: number): string {
  return events === 1 ? "1 event is" : `${events} events are`;
}
