/** Opcodes behind a prefix byte get numbers of their own: 0x100 + n behind 0xfc, 0x200 + n behind 0xfd. */
export const PREFIXES: Readonly<Record<number, number>> = { 252: 0x100, 253: 0x200 };

export interface Catch {
  /** undefined: catch_all */
  readonly tag: number | undefined;
  /** try_table pushes the exception itself as well (catch_ref, catch_all_ref). */
  readonly ref: boolean;
  /** try_table: the label to branch to. Legacy try: where the handler begins. */
  readonly target: number;
}

/** One class for all, with the same fields always: the machine runs faster so. */
export class Instruction {
  readonly op: number;
  /** Byte offset in the module. */
  readonly offset: number;
  /** Its place among the instructions of its body. */
  index = 0;
  cost = 0;
  x = 0;
  y = 0;
  value = 0n;
  list: readonly number[] = [];
  bytes: Uint8Array | undefined;
  /** Of a block: how many values it takes and leaves. */
  params = 0;
  results = 0;
  /** Index of the `end` (or `delegate`) of a block. */
  end = -1;
  /** Index of the `else`; -1 without. */
  otherwise = -1;
  catches: Catch[] = [];
  /** Label of a `delegate`; -1 without. */
  delegate = -1;

  constructor(op: number, offset: number) {
    this.op = op;
    this.offset = offset;
  }
}
