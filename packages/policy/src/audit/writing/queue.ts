import type { Note } from "../line/note.js";
import { Blocks, type Waiting } from "./blocks.js";

/** An event; or a note, whose text depends on the events before it. */
export type Item = Waiting | Note;

/** What waits to be written, first come first. Two lists, so that nothing is ever moved. */
export class Queue {
  readonly #blocks = new Blocks();
  #leaving: Item[] = [];
  #next = 0;
  #coming: Item[] = [];
  #events = 0;
  #bytes = 0;

  /** Notes do not count. */
  get events(): number {
    return this.#events;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get first(): Item | undefined {
    if (this.#next === this.#leaving.length) this.#turn();
    return this.#leaving[this.#next];
  }

  get last(): Item | undefined {
    return this.#coming.at(-1) ?? this.#leaving[Math.max(this.#next, this.#leaving.length - 1)];
  }

  /** @param text of an event, without the closing brace */
  push(text: string): void {
    const event = this.#blocks.add(text);
    this.#coming.push(event);
    this.#events++;
    this.#bytes += event.end - event.start;
  }

  pushNote(note: Note): void {
    this.#coming.push(note);
  }

  /** In front of all others. */
  putFirst(note: Note): void {
    if (this.#next === 0) this.#leaving.unshift(note);
    else this.#leaving[--this.#next] = note;
  }

  shift(): Item | undefined {
    const item = this.first;
    if (item === undefined) return undefined;
    this.#next++;
    if (isEvent(item)) {
      this.#events--;
      this.#bytes -= item.end - item.start;
    }
    return item;
  }

  clear(): void {
    while (this.shift());
  }

  #turn(): void {
    this.#leaving = this.#coming;
    this.#coming = [];
    this.#next = 0;
  }
}

export function isEvent(item: Item | undefined): item is Waiting {
  return item !== undefined && "block" in item;
}
