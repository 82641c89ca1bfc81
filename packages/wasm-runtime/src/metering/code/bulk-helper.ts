/**
 * memory.fill and its like, in pieces: one instruction may move gigabytes, and nothing could stop it. A short one is done at
 * once. A long one that would trap is done at once as well: it traps before it moves anything.
 */
import { OP, TYPE } from "../binary/opcode.js";
import { BULK_BYTES, BULK_ELEMENTS } from "../limits.js";
import type { AddedFunction } from "./additions.js";
import { type Bulk, readBulk } from "./bulk.js";
import { CodeWriter } from "./code-writer.js";
import type { FuelCode } from "./fuel.js";
import type { Plan } from "./plan.js";

/** A function with the operands of the instruction at `at`. @returns its index */
export function bulkHelper(plan: Plan, at: number): number {
  const bulk = readBulk(plan.shape, at);
  return plan.additions.once(`bulk ${bulk.bytes.join()}`, () => write(plan, bulk));
}

const [TO, FROM, COUNT] = [0, 1, 2];
/** Local variables: the cost (i32), and what is left, as i64. */
const [COST, LEFT, PIECE] = [3, 4, 5];

function write(plan: Plan, bulk: Bulk): AddedFunction {
  const fuel = plan.fuel as FuelCode;
  const body = new CodeWriter(256);
  body.u32(2);
  body.u32(1);
  body.byte(TYPE.I32);
  body.u32(2);
  body.byte(TYPE.I64);
  new BulkWriter(body, bulk, fuel).write();
  body.op(OP.END);
  return { type: plan.additions.type(bulk.parameters, [], [3, 0]), body };
}

/** What data or elements of the module are charged where there are more than a piece: they may be as many as the module is long. */
const INIT_PIECES = 16;
/** Elements are several instructions' work, eight bytes are one's. */
const BYTES_SHIFT = 3;

class BulkWriter {
  readonly #code: CodeWriter;
  readonly #bulk: Bulk;
  readonly #fuel: FuelCode;
  readonly #most: number;

  constructor(code: CodeWriter, bulk: Bulk, fuel: FuelCode) {
    this.#code = code;
    this.#bulk = bulk;
    this.#fuel = fuel;
    this.#most = bulk.ofTable ? BULK_ELEMENTS : BULK_BYTES;
  }

  write(): void {
    const code = this.#code;
    this.#wide(COUNT);
    code.localTee(LEFT);
    code.i64(this.#most);
    code.op(OP.I64_LE_U);
    if (this.#bulk.does !== "init") {
      this.#isOutOfBounds();
      code.op(OP.I32_OR);
    }
    code.open(OP.IF);
    this.#charge(() => this.#atMost());
    this.#all();
    code.op(OP.ELSE);
    if (this.#bulk.does === "init") this.#inOne();
    else this.#inPieces();
    code.op(OP.END);
  }

  /** What would trap is charged no more than a piece. */
  #atMost(): void {
    const code = this.#code;
    code.localGet(LEFT);
    code.i64(this.#most);
    code.localGet(LEFT);
    code.i64(this.#most);
    code.op(OP.I64_LE_U);
    code.op(OP.SELECT);
  }

  /** Its data are in the module: as many as fit are soon done, and more would trap. */
  #inOne(): void {
    this.#charge(() => this.#code.i64(this.#most * INIT_PIECES));
    this.#all();
  }

  #all(): void {
    for (const parameter of [TO, FROM, COUNT]) this.#code.localGet(parameter);
    this.#instruction();
  }

  /** `to + count > size`, which must not overflow, or the same of `from`. */
  #isOutOfBounds(): void {
    this.#isBeyond(TO, this.#bulk.sizeTo);
    if (this.#bulk.does !== "copy") return;
    this.#isBeyond(FROM, this.#bulk.sizeFrom);
    this.#code.op(OP.I32_OR);
  }

  /** `count > size || at > size - count` */
  #isBeyond(parameter: number, size: (code: CodeWriter) => void): void {
    const code = this.#code;
    code.localGet(LEFT);
    size(code);
    code.op(OP.I64_GT_U);
    this.#wide(parameter);
    size(code);
    code.localGet(LEFT);
    code.op(OP.I64_SUB);
    code.op(OP.I64_GT_U);
    code.op(OP.I32_OR);
  }

  /**
   * From the end where a copy would overwrite what is still to be read, else from the beginning. `to` and `from` are kept
   * as they are, or moved on.
   */
  #inPieces(): void {
    const code = this.#code;
    code.open(OP.LOOP);
    this.#atMost();
    code.localSet(PIECE);
    this.#costOf(() => code.localGet(PIECE));
    this.#fuel.chargeByHost(code, COST);
    code.localGet(LEFT);
    code.localGet(PIECE);
    code.op(OP.I64_SUB);
    code.localSet(LEFT);
    if (this.#bulk.overlaps) {
      this.#wide(TO);
      this.#wide(FROM);
      code.op(OP.I64_GT_U);
      code.open(OP.IF);
      this.#piece(LEFT);
      code.op(OP.ELSE);
      this.#pieceAndOn();
      code.op(OP.END);
    } else this.#pieceAndOn();
    code.localGet(LEFT);
    code.i64(0);
    code.op(OP.I64_GT_U);
    code.branch(OP.BR_IF, 0);
    code.op(OP.END);
  }

  #pieceAndOn(): void {
    this.#piece();
    this.#moveOn(TO);
    if (this.#bulk.does === "copy") this.#moveOn(FROM);
  }

  #moveOn(parameter: number): void {
    this.#plus(parameter, PIECE);
    this.#code.localSet(parameter);
  }

  #piece(offset?: number): void {
    if (offset === undefined) this.#code.localGet(TO);
    else this.#plus(TO, offset);
    if (offset === undefined || this.#bulk.does === "fill") this.#code.localGet(FROM);
    else this.#plus(FROM, offset);
    this.#code.localGet(PIECE);
    if (!this.#bulk.wide[COUNT]) this.#code.op(OP.I32_WRAP_I64);
    this.#instruction();
  }

  #plus(parameter: number, local: number): void {
    const wide = this.#bulk.wide[parameter];
    this.#code.localGet(parameter);
    this.#code.localGet(local);
    if (!wide) this.#code.op(OP.I32_WRAP_I64);
    this.#code.op(wide ? OP.I64_ADD : OP.I32_ADD);
  }

  /** As i64. */
  #wide(parameter: number): void {
    this.#code.localGet(parameter);
    if (!this.#bulk.wide[parameter]) this.#code.op(OP.I64_EXTEND_I32_U);
  }

  /** @param amount leaves on the stack how many bytes or elements, as i64 */
  #charge(amount: () => void): void {
    this.#costOf(amount);
    this.#fuel.charge(this.#code, COST);
  }

  #costOf(amount: () => void): void {
    const code = this.#code;
    amount();
    if (!this.#bulk.ofTable) {
      code.i64(BYTES_SHIFT);
      code.op(OP.I64_SHR_U);
    }
    code.op(OP.I32_WRAP_I64);
    code.i32(1); // a host is never asked for nothing
    code.op(OP.I32_ADD);
    code.localSet(COST);
  }

  #instruction(): void {
    const { bytes } = this.#bulk;
    this.#code.copy(bytes, 0, bytes.length);
  }
}
