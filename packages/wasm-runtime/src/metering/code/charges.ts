/**
 * What a function's code is charged, and where.
 *
 * A region is a function's body or a loop's. Where it begins, the fuel of its longest acyclic path is taken at once, after a
 * check that there is so much. Straight-line code that is long pays for itself where it begins, without a check: so a short
 * path does not pay for a long one beside it. What is taken is therefore never less than what runs, and what may run between
 * two checks is bounded by the size of the function.
 *
 * ```
 *   entry ─▶ ■■■ if ─▶ ■■ ─┐        one pass over the structured control: each label keeps the dearest way to it,
 *                └──▶ ■ ──┴▶ ■■     each region the dearest way out of it, or back to where it begins
 * ```
 *
 * One walk over one state, so one file although it is long.
 */
import { Reader } from "../binary/reader.js";
import { skipBlockType } from "../binary/types.js";
import type { Shape } from "../module/shape.js";
import { EVENT, type Events } from "./events.js";
import type { DecodedFunction } from "./function.js";

/** Cannot be reached. */
const DEAD = -1;

/** One block that is open. */
interface Block {
  kind: number;
  /** The loop or function that it is in, of those around it the how manieth; of those: itself. */
  region: number;
  /** The dearest way to what comes behind it. */
  behind: number;
  /** Of `if`: the way to `else`. Of `try`: the way to it. */
  aside: number;
  /** Of `try`: the dearest way to where something is thrown in it, that it or one further out may catch. */
  thrown: number;
  /** Of a loop: the way to it, in the region around it. */
  before: number;
  /** Of a loop, or the function: the dearest way through. */
  through: number;
  /** Of a loop: the outermost region that it is left for, by something in it. */
  leftFor: number;
  hasCall: boolean;
  row: number;
}

export interface Charges {
  /** By row of ENTRY or LOOP: taken there, after a check. */
  readonly checked: Int32Array;
  /** By row: taken behind it, without one. */
  readonly unchecked: Int32Array;
  /** By row of LOOP: 1 when something is called in it. */
  readonly calling: Uint8Array;
}

export function chargesFor(rows: number): Charges {
  return {
    checked: new Int32Array(rows),
    unchecked: new Int32Array(rows),
    calling: new Uint8Array(rows),
  };
}

export interface Rates {
  /** Straight-line code that costs so much pays for itself. */
  readonly own: number;
  /** What calling a function costs its caller besides the call: its own code's cost if it is not metered, or 0. */
  readonly callee: (index: number) => number;
  /** The same for calls through tables and references: the dearest that it can be. */
  readonly indirect: number;
}

/** Works out what functions are charged. */
export class ChargeWalk {
  readonly #events: Events;
  readonly #reader: Reader;
  readonly #rates: Rates;
  readonly #charges: Charges;
  readonly #blocks: Block[] = [];
  #top = 0;
  /** Of the open ones: the function and the loops, and those that catch. So what is about all of them takes one step. */
  readonly #regions: Block[] = [];
  readonly #catchers: Block[] = [];
  /** The dearest way to here since its region began, without what is charged by itself. */
  #way = 0;
  /** Row that the straight-line code since then begins behind. */
  #row = 0;
  /** Its cost. */
  #cost = 0;

  constructor(shape: Shape, events: Events, rates: Rates, charges: Charges) {
    this.#events = events;
    this.#reader = new Reader(shape.bytes);
    this.#rates = rates;
    this.#charges = charges;
  }

  /** @returns what is charged at its entry */
  walk({ firstRow, lastRow }: DecodedFunction): number {
    this.#top = -1;
    this.#regions.length = this.#catchers.length = 0;
    this.#way = 0;
    this.#row = firstRow;
    this.#cost = 0;
    const body = this.#openRegion(EVENT.ENTRY, firstRow);
    for (let row = firstRow + 1; row <= lastRow; row++) {
      this.#cost += this.#events.cost[row] as number;
      this.#event(row, this.#events.kind[row] as number, this.#events.operand[row] as number);
    }
    this.#charges.checked[firstRow] = body.through;
    return body.through;
  }

  #event(row: number, kind: number, operand: number): void {
    switch (kind) {
      case EVENT.BLOCK:
        this.#open(kind, row);
        return;
      case EVENT.TRY:
      case EVENT.TRY_TABLE:
        this.#pay(row);
        this.#openCatcher(kind, row);
        return;
      case EVENT.LOOP:
        this.#openLoop(row);
        return;
      case EVENT.IF:
        this.#pay(row);
        this.#open(kind, row).aside = this.#way;
        return;
      case EVENT.ELSE:
      case EVENT.CATCH:
      case EVENT.CATCH_ALL:
        this.#turn(row, kind);
        return;
      case EVENT.END:
      case EVENT.DELEGATE:
        this.#close(row);
        return;
      case EVENT.BRANCH:
        this.#pay(row);
        this.#branch(operand);
        this.#way = DEAD;
        return;
      case EVENT.BRANCH_IF:
        this.#pay(row);
        this.#branch(operand);
        return;
      case EVENT.BRANCH_TABLE:
        this.#pay(row);
        this.#branchTable(row);
        this.#way = DEAD;
        return;
      case EVENT.TAIL_CALL:
      case EVENT.TAIL_CALL_INDIRECT:
        this.#call(row, kind, operand);
        this.#leave(row);
        return;
      case EVENT.THROW:
        this.#pay(row);
        this.#throwing();
        this.#leave(row);
        return;
      case EVENT.RETURN:
      case EVENT.UNREACHABLE:
        this.#leave(row);
        return;
      case EVENT.FUNCTION_REFERENCE:
        return;
      default:
        this.#call(row, kind, operand);
    }
  }

  #open(kind: number, row: number): Block {
    const index = ++this.#top;
    let block = this.#blocks[index];
    if (block === undefined) {
      block = newBlock();
      this.#blocks.push(block);
    }
    block.kind = kind;
    block.region = this.#regions.length - 1;
    block.behind = block.aside = block.thrown = DEAD;
    block.row = row;
    return block;
  }

  #openRegion(kind: number, row: number): Block {
    const block = this.#open(kind, row);
    block.region = block.leftFor = this.#regions.push(block) - 1;
    block.before = this.#way;
    block.through = 0;
    block.hasCall = false;
    return block;
  }

  #openLoop(row: number): void {
    this.#pay(row);
    this.#throwing(); // out of its check
    this.#openRegion(EVENT.LOOP, row);
    if (this.#way !== DEAD) this.#way = 0;
  }

  #openCatcher(kind: number, row: number): void {
    const block = this.#open(kind, row);
    block.aside = this.#way;
    this.#catchers.push(block);
  }

  /** Another arm begins. */
  #turn(row: number, kind: number): void {
    this.#pay(row);
    const block = this.#blocks[this.#top] as Block;
    block.behind = Math.max(block.behind, this.#way);
    if (block.kind === EVENT.TRY) {
      block.kind = kind; // what is thrown in here it does not catch
      this.#closeCatcher(block);
    }
    this.#way = block.aside;
    if (kind === EVENT.ELSE) block.aside = DEAD;
  }

  #close(row: number): void {
    this.#pay(row);
    const block = this.#blocks[this.#top] as Block;
    if (block.kind === EVENT.TRY || block.kind === EVENT.TRY_TABLE) this.#closeCatcher(block);
    if (block.kind === EVENT.TRY_TABLE) this.#catches(block);
    if (this.#top === 0) {
      this.#wayThrough(0);
      return;
    }
    this.#top--;
    if (block.kind === EVENT.LOOP) this.#closeLoop(block);
    else {
      if (block.kind === EVENT.IF) block.behind = Math.max(block.behind, block.aside);
      this.#way = Math.max(block.behind, this.#way);
    }
  }

  #closeLoop(loop: Block): void {
    if (this.#way > loop.through) loop.through = this.#way;
    this.#regions.pop();
    const around = this.#regions[loop.region - 1] as Block;
    if (loop.leftFor < around.region) {
      around.through = Math.max(around.through, loop.before);
      around.leftFor = Math.min(around.leftFor, loop.leftFor);
    }
    this.#charges.checked[loop.row] = Math.max(1, loop.through);
    this.#charges.calling[loop.row] = loop.hasCall ? 1 : 0;
    if (this.#way !== DEAD) this.#way = loop.before;
  }

  /** What it does not catch goes on to the next one around it. */
  #closeCatcher(block: Block): void {
    this.#catchers.pop();
    if (block.thrown === DEAD) return;
    block.aside = Math.max(block.aside, block.thrown);
    const way = this.#way;
    this.#way = block.thrown;
    this.#throwing();
    this.#way = way;
  }

  /** What a `try_table` catches goes on at labels outside of it. */
  #catches({ aside, row }: Block): void {
    const way = this.#way;
    this.#way = aside;
    const reader = this.#reader;
    reader.at = (this.#events.at[row] as number) + 1;
    skipBlockType(reader);
    for (let rest = reader.u32(); rest > 0; rest--) {
      if (reader.byte() < 2) reader.u32(); // its tag
      this.#branch(reader.u32() + 1);
    }
    this.#way = way;
  }

  #branchTable(row: number): void {
    const reader = this.#reader;
    reader.at = (this.#events.at[row] as number) + 1;
    for (let rest = reader.u32(); rest >= 0; rest--) this.#branch(reader.u32());
  }

  #branch(depth: number): void {
    const index = this.#top - depth;
    const label = this.#blocks[index];
    if (index < 0 || label === undefined) throw this.#reader.invalid("Branch to no label");
    if (this.#way === DEAD) return;
    if (index === 0) {
      this.#wayThrough(0);
      return;
    }
    if (label.kind === EVENT.LOOP) {
      const way = this.#wayIn(label.region);
      if (way > label.through) label.through = way;
    } else label.behind = Math.max(label.behind, this.#wayIn(label.region));
  }

  /** It leaves the function. */
  #leave(row: number): void {
    this.#pay(row);
    if (this.#way !== DEAD) this.#wayThrough(0);
    this.#way = DEAD;
  }

  #wayThrough(region: number): void {
    const way = this.#wayIn(region);
    const block = this.#regions[region] as Block;
    if (way > block.through) block.through = way;
  }

  /**
   * The way to here as a way in a region further out. The loop that this is in is left, and with it those in between: these
   * hear of it when the ones in them end.
   */
  #wayIn(region: number): number {
    const way = this.#way;
    const loop = this.#regions[this.#regions.length - 1] as Block;
    if (way === DEAD || loop.region === region) return way;
    if (way > loop.through) loop.through = way;
    if (region < loop.leftFor) loop.leftFor = region;
    return (this.#regions[region + 1] as Block).before;
  }

  #call(row: number, kind: number, operand: number): void {
    if (kind === EVENT.CALL || kind === EVENT.TAIL_CALL) this.#cost += this.#rates.callee(operand);
    else if (kind === EVENT.CALL_INDIRECT || kind === EVENT.TAIL_CALL_INDIRECT) {
      this.#cost += this.#rates.indirect;
    }
    if (this.#catchers.length > 0) {
      this.#pay(row);
      this.#throwing();
    }
    for (let region = this.#regions.length - 1; region >= 0; region--) {
      const block = this.#regions[region] as Block;
      if (block.hasCall) return; // so have those around it
      block.hasCall = true;
    }
  }

  /** Something may be thrown here: the innermost block that catches may go on from here, and tells the one around it. */
  #throwing(): void {
    const block = this.#catchers[this.#catchers.length - 1];
    if (block === undefined || this.#way === DEAD) return;
    block.thrown = Math.max(block.thrown, this.#wayIn(block.region));
  }

  /** Straight-line code ends: it pays for itself, or becomes part of the way. */
  #pay(row: number): void {
    const kind = this.#events.kind[this.#row];
    const begins = kind === EVENT.ENTRY || kind === EVENT.LOOP; // it is paid at the check there
    if (this.#way === DEAD) this.#charges.unchecked[this.#row] = 0;
    else if (this.#cost >= this.#rates.own && !begins) {
      this.#charges.unchecked[this.#row] = this.#cost;
    } else {
      this.#charges.unchecked[this.#row] = 0;
      this.#way += this.#cost;
    }
    this.#cost = 0;
    this.#row = row;
  }
}

function newBlock(): Block {
  const [kind, region, row] = [0, 0, 0];
  const ways = { behind: DEAD, aside: DEAD, thrown: DEAD, before: DEAD, through: 0 };
  return { kind, region, ...ways, leftFor: 0, hasCall: false, row };
}
