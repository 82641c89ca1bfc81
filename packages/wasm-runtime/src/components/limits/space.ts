import { fail } from "@cofferdam/core";
import { type Limits, pagesOf } from "../../limits.js";
import { LimitReached } from "../../metering/index.js";
import type { Program } from "../../program/program.js";
import { MAX_CORE_INSTANCES } from "../limits.js";
import type { Member } from "./member.js";

const PAGE_BYTES = 2 ** 16;

/** The memories and tables of one component; some are shared by its core modules. */
export class Space {
  readonly #name: string;
  readonly #limits: Limits;
  readonly #memories = new Set<WebAssembly.Memory>();
  readonly #tables = new Set<WebAssembly.Table>();
  #members: Member[] = [];
  /** Pages that there may be until the call ends. */
  #most = 0;

  /** @param name of the component, for errors */
  constructor(name: string, limits: Limits) {
    this.#name = name;
    this.#limits = limits;
  }

  forget(): void {
    this.#memories.clear();
    this.#tables.clear();
    this.#members = [];
  }

  /** Is there room for what a core module begins with? @throws ERR_WASM_LIMIT */
  check({ manifest }: Program): void {
    const { memory, tableElements } = this.#limits;
    const own = <T extends { isImported: boolean }>(all: readonly T[], size: (each: T) => number) =>
      all.reduce((sum, each) => sum + (each.isImported ? 0 : size(each)), 0);
    const pages = this.#pages() + own(manifest.memories, (each) => each.pages);
    const elements = this.#elements() + own(manifest.tables, (each) => each.elements);
    this.#refuse("pages of memory", "memory", pages, pagesOf(memory));
    this.#refuse("elements of tables", "tableElements", elements, tableElements);
    if (this.#members.length < MAX_CORE_INSTANCES) return;
    throw fail(
      "ERR_WASM_LIMIT",
      `Expected ${this.#name} to have at most ${MAX_CORE_INSTANCES} instances of core modules, got more. Leave it closed.`,
    );
  }

  join(member: Member): void {
    this.#members.push(member);
    const before = this.#pages();
    if (member.memory) this.#memories.add(member.memory);
    this.#most += this.#pages() - before; // what it begins with was checked, and is no growth
    for (const table of member.tables) this.#tables.add(table);
    this.#shareElements();
  }

  begin(): void {
    const { memory, memoryGrowth } = this.#limits;
    this.#most = pagesOf(Math.min(memory, this.bytes + memoryGrowth));
    this.#shareElements();
  }

  /** Bytes of all memories. */
  get bytes(): number {
    let bytes = 0;
    for (const { buffer } of this.#memories) bytes += buffer.byteLength;
    return bytes;
  }

  /** The limit, if there is no room for so many more. */
  pagesReached(pages: number): LimitReached | undefined {
    const fits = this.#pages() + pages <= this.#most;
    return fits ? undefined : new LimitReached("pages", this.#most, pages);
  }

  /** @returns pages before, or -1: the module itself has a maximum */
  grow({ memory }: Member, pages: number): number {
    try {
      return (memory as WebAssembly.Memory).grow(pages);
    } catch {
      return -1;
    }
  }

  elementsReached(amount: number): LimitReached {
    return new LimitReached("elements", this.#limits.tableElements, amount);
  }

  /** What is left, shared by those whose tables grow: only they themselves can do it. */
  #shareElements(): void {
    const growing = this.#members.filter(({ growsTables }) => growsTables);
    const left = this.#limits.tableElements - this.#elements();
    for (const member of growing) {
      const own = member.tables.reduce((sum, { length }) => sum + length, 0);
      member.elements = own + Math.floor(left / growing.length);
    }
  }

  #pages(): number {
    return this.bytes / PAGE_BYTES;
  }

  #elements(): number {
    let elements = 0;
    for (const { length } of this.#tables) elements += length;
    return elements;
  }

  #refuse(what: string, limit: string, amount: number, most: number): void {
    if (amount <= most) return;
    throw fail(
      "ERR_WASM_LIMIT",
      `Expected ${this.#name} to begin with at most ${most} ${what}, got ${amount}. Raise \`limits.${limit}\`, or leave it closed.`,
    );
  }
}
