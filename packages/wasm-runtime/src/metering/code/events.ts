/**
 * The instructions of a module's functions that metering does something about, in their order, one row each. Rows lie in
 * columns of numbers: there are hundreds of thousands.
 */

/** Kinds of events. */
export const EVENT = {
  /** Where a function's instructions begin. */
  ENTRY: 0,
  BLOCK: 1,
  LOOP: 2,
  IF: 3,
  ELSE: 4,
  TRY: 5,
  CATCH: 6,
  CATCH_ALL: 7,
  DELEGATE: 8,
  TRY_TABLE: 9,
  END: 10,
  BRANCH: 11,
  /** br_if, br_on_null, br_on_non_null, br_on_cast, br_on_cast_fail. */
  BRANCH_IF: 12,
  BRANCH_TABLE: 13,
  RETURN: 14,
  UNREACHABLE: 15,
  /** throw, rethrow, throw_ref. */
  THROW: 16,
  CALL: 17,
  /** call_indirect, call_ref. */
  CALL_INDIRECT: 18,
  TAIL_CALL: 19,
  TAIL_CALL_INDIRECT: 20,
  FUNCTION_REFERENCE: 21,
  MEMORY_GROW: 22,
  TABLE_GROW: 23,
  /** memory.fill, .copy and .init, table.fill, .copy and .init, which take as long as they are asked to. */
  BULK: 24,
  /** Whatever makes, fills or copies the elements of an array. */
  ARRAY: 25,
} as const;

export class Events {
  /** Of EVENT. */
  kind: Uint8Array = new Uint8Array(1024);
  /** Offset of the instruction. */
  at: Int32Array = new Int32Array(1024);
  /** Offset of the next one. */
  next: Int32Array = new Int32Array(1024);
  /** What it is about: a label's depth, the index of a function, type, tag, memory or table; of blocks their type (BlockType). */
  operand: Int32Array = new Int32Array(1024);
  /** Fuel of the instructions since the row before, this one's included. */
  cost: Int32Array = new Int32Array(1024);
  /** How many operands there are more since the row before, without this one's effect. */
  height: Int32Array = new Int32Array(1024);
  /** The most there were in between. */
  peak: Int32Array = new Int32Array(1024);
  size = 0;
  /** Some instruction drops a segment: that cannot be undone. */
  hasDrops = false;

  add(kind: number, at: number, next: number, operand: number): number {
    if (this.size === this.kind.length) this.#grow();
    const row = this.size++;
    this.kind[row] = kind;
    this.at[row] = at;
    this.next[row] = next;
    this.operand[row] = operand;
    return row;
  }

  #grow(): void {
    const size = this.size * 2;
    const larger = (column: Int32Array) => {
      const copy = new Int32Array(size);
      copy.set(column);
      return copy;
    };
    const kind = new Uint8Array(size);
    kind.set(this.kind);
    this.kind = kind;
    this.at = larger(this.at);
    this.next = larger(this.next);
    this.operand = larger(this.operand);
    this.cost = larger(this.cost);
    this.height = larger(this.height);
    this.peak = larger(this.peak);
  }
}

/** The type of a block: an index of `types`, or one of these. */
export const BLOCK_TYPE = { EMPTY: -1, ONE_RESULT: -2 } as const;
