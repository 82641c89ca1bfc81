/** What a store holds: the things that instances share, import and export. */
import type { Code, FuncType, Limits, TableType, ValueType } from "../decode/model.ts";

export const PAGE = 65536;

/** The interpreter's own cap, below what V8 grants: `memory.grow` fails beyond it. */
export const MAX_PAGES = 65536;
export const MAX_TABLE = 10_000_000;

export class Memory {
  readonly limits: Limits;
  bytes: Uint8Array;
  view: DataView;

  constructor(limits: Limits) {
    this.limits = limits;
    this.bytes = new Uint8Array(limits.initial * PAGE);
    this.view = new DataView(this.bytes.buffer);
  }

  get pages(): number {
    return this.bytes.length / PAGE;
  }

  /** How many pages it had; -1 when it cannot grow. */
  grow(by: number): number {
    const before = this.pages;
    if (before + by > Math.min(this.limits.maximum ?? MAX_PAGES, MAX_PAGES)) return -1;
    const bytes = new Uint8Array((before + by) * PAGE);
    bytes.set(this.bytes);
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer);
    return before;
  }
}

/** A reference: a Func, an Exception, any JavaScript value for externref; null is the null reference. */
export type Reference = unknown;

export class Table {
  readonly type: TableType;
  readonly elements: Reference[];

  constructor(type: TableType, init: Reference) {
    this.type = type;
    this.elements = Array.from({ length: type.initial }, () => init);
  }

  grow(by: number, value: Reference): number {
    const before = this.elements.length;
    if (before + by > Math.min(this.type.maximum ?? MAX_TABLE, MAX_TABLE)) return -1;
    for (let i = 0; i < by; i++) this.elements.push(value);
    return before;
  }
}

export class Global {
  readonly type: ValueType;
  readonly mutable: boolean;
  /** One slot of a stack. */
  readonly slot = new Int32Array(4);

  constructor(type: ValueType, mutable: boolean) {
    this.type = type;
    this.mutable = mutable;
  }
}

export class Tag {
  readonly type: FuncType;

  constructor(type: FuncType) {
    this.type = type;
  }
}

export class Exception {
  /** undefined: what JavaScript threw is in `thrown`. */
  readonly tag: Tag | undefined;
  readonly slots: Int32Array;
  readonly thrown: unknown;

  constructor(tag: Tag | undefined, slots: Int32Array, thrown?: unknown) {
    this.tag = tag;
    this.slots = slots;
    this.thrown = thrown;
  }
}

export type HostFunction = (...args: never[]) => unknown;

/** How often and how much it ran. */
export interface Count {
  entries: number;
  units: number;
  /** By loop, in the order of the code: how often its header ran (entered, or branched to). */
  readonly loops: number[];
}

export class Func {
  readonly type: FuncType;
  readonly instance: Instance | undefined;
  readonly code: Code | undefined;
  readonly host: HostFunction | undefined;
  readonly count: Count;

  constructor(type: FuncType, body: { instance: Instance; code: Code } | { host: HostFunction }) {
    this.type = type;
    this.instance = "code" in body ? body.instance : undefined;
    this.code = "code" in body ? body.code : undefined;
    this.host = "host" in body ? body.host : undefined;
    const loops = Array.from({ length: this.code?.loops ?? 0 }, () => 0);
    this.count = { entries: 0, units: 0, loops };
  }
}

export type Extern = Func | Table | Memory | Global | Tag;

/** The index spaces of a module's instance. */
export interface Instance {
  readonly types: readonly FuncType[];
  readonly functions: Func[];
  readonly tables: Table[];
  readonly memories: Memory[];
  readonly globals: Global[];
  readonly tags: Tag[];
  readonly elements: Reference[][];
  readonly data: Uint8Array[];
}
