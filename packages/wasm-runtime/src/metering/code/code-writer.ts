import { OP, TYPE } from "../binary/opcode.js";
import { Writer } from "../binary/writer.js";

/** Writes instructions. */
export class CodeWriter extends Writer {
  op(code: number): void {
    this.byte(code);
  }

  localGet(index: number): void {
    this.byte(OP.LOCAL_GET);
    this.u32(index);
  }

  localSet(index: number): void {
    this.byte(OP.LOCAL_SET);
    this.u32(index);
  }

  localTee(index: number): void {
    this.byte(OP.LOCAL_TEE);
    this.u32(index);
  }

  globalGet(index: number): void {
    this.byte(OP.GLOBAL_GET);
    this.u32(index);
  }

  globalSet(index: number): void {
    this.byte(OP.GLOBAL_SET);
    this.u32(index);
  }

  i32(value: number): void {
    this.byte(OP.I32_CONST);
    this.s32(value);
  }

  i64(value: number): void {
    this.byte(OP.I64_CONST);
    this.s32(value);
  }

  call(index: number): void {
    this.byte(OP.CALL);
    this.u32(index);
  }

  /** `block`, `loop` or `if` without parameters and results. */
  open(code: number): void {
    this.byte(code);
    this.byte(TYPE.EMPTY);
  }

  /** `br` or `br_if`. */
  branch(code: number, depth: number): void {
    this.byte(code);
    this.u32(depth);
  }

  /** An f64 that is a whole number. */
  f64(value: number): void {
    this.byte(OP.F64_CONST);
    const bytes = new Uint8Array(new Float64Array([value]).buffer);
    this.copy(bytes, 0, 8);
  }
}
