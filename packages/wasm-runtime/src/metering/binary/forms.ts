/**
 * What follows each instruction's code, and what it does to the height of the operand stack. Instructions whose form is
 * CONTROL or PREFIX are told in decode.ts.
 */
import { OP } from "./opcode.js";

/** What follows an instruction's code. */
export const FORM = {
  UNKNOWN: 0,
  /** Nothing. */
  NONE: 1,
  /** A number of up to 64 bits: an index, a constant, a heap type. */
  NUMBER: 2,
  /** Alignment, perhaps a memory, and an offset. */
  ADDRESS: 3,
  FOUR_BYTES: 4,
  EIGHT_BYTES: 5,
  TYPES: 6,
  /** Metering does something about it. */
  CONTROL: 7,
  PREFIX: 8,
} as const;

/** By instruction code. */
export const forms: Uint8Array = new Uint8Array(256);
/** By instruction code: how many operands more there are behind it. */
export const effects: Int8Array = new Int8Array(256);

function define(from: number, to: number, form: number, effect: number): void {
  forms.fill(form, from, to + 1);
  effects.fill(effect, from, to + 1);
}

define(OP.NOP, OP.NOP, FORM.NONE, 0);
define(OP.DROP, OP.DROP, FORM.NONE, -1);
define(OP.SELECT, OP.SELECT, FORM.NONE, -2);
define(OP.SELECT_TYPED, OP.SELECT_TYPED, FORM.TYPES, -2);
define(OP.LOCAL_GET, OP.LOCAL_GET, FORM.NUMBER, 1);
define(OP.LOCAL_SET, OP.LOCAL_SET, FORM.NUMBER, -1);
define(OP.LOCAL_TEE, OP.LOCAL_TEE, FORM.NUMBER, 0);
define(OP.GLOBAL_GET, OP.GLOBAL_GET, FORM.NUMBER, 1);
define(OP.GLOBAL_SET, OP.GLOBAL_SET, FORM.NUMBER, -1);
define(0x25, 0x25, FORM.NUMBER, 0); // table.get
define(0x26, 0x26, FORM.NUMBER, -2); // table.set
define(0x28, 0x35, FORM.ADDRESS, 0); // loads
define(0x36, 0x3e, FORM.ADDRESS, -2); // stores
define(OP.MEMORY_SIZE, OP.MEMORY_SIZE, FORM.NUMBER, 1);
define(OP.I32_CONST, OP.I64_CONST, FORM.NUMBER, 1);
define(OP.F32_CONST, OP.F32_CONST, FORM.FOUR_BYTES, 1);
define(OP.F64_CONST, OP.F64_CONST, FORM.EIGHT_BYTES, 1);
define(0x45, 0x45, FORM.NONE, 0); // i32.eqz
define(0x46, 0x4f, FORM.NONE, -1); // comparisons of i32
define(0x50, 0x50, FORM.NONE, 0); // i64.eqz
define(0x51, 0x66, FORM.NONE, -1); // comparisons of i64, f32, f64
define(0x67, 0x69, FORM.NONE, 0); // i32.clz, ctz, popcnt
define(0x6a, 0x78, FORM.NONE, -1);
define(0x79, 0x7b, FORM.NONE, 0); // i64.clz, ctz, popcnt
define(0x7c, 0x8a, FORM.NONE, -1);
define(0x8b, 0x91, FORM.NONE, 0); // f32.abs to sqrt
define(0x92, 0x98, FORM.NONE, -1);
define(0x99, 0x9f, FORM.NONE, 0); // f64.abs to sqrt
define(0xa0, 0xa6, FORM.NONE, -1);
define(0xa7, 0xc4, FORM.NONE, 0); // conversions
define(OP.REF_NULL, OP.REF_NULL, FORM.NUMBER, 1);
define(0xd1, 0xd1, FORM.NONE, 0); // ref.is_null
define(0xd3, 0xd3, FORM.NONE, -1); // ref.eq
define(0xd4, 0xd4, FORM.NONE, 0); // ref.as_non_null
define(OP.PREFIX_GC, OP.PREFIX_ATOMIC, FORM.PREFIX, 0);
for (const code of [
  OP.UNREACHABLE,
  OP.BLOCK,
  OP.LOOP,
  OP.IF,
  OP.ELSE,
  OP.TRY,
  OP.CATCH,
  OP.THROW,
  OP.RETHROW,
  OP.THROW_REF,
  OP.END,
  OP.BR,
  OP.BR_IF,
  OP.BR_TABLE,
  OP.RETURN,
  OP.CALL,
  OP.CALL_INDIRECT,
  OP.RETURN_CALL,
  OP.RETURN_CALL_INDIRECT,
  OP.CALL_REF,
  OP.RETURN_CALL_REF,
  OP.DELEGATE,
  OP.CATCH_ALL,
  OP.TRY_TABLE,
  OP.MEMORY_GROW,
  OP.REF_FUNC,
  OP.BR_ON_NULL,
  OP.BR_ON_NON_NULL,
]) {
  define(code, code, FORM.CONTROL, 0);
}

/** Those that only say where something begins or ends cost nothing: an interpreter's dispatch has hundreds of them. */
const free: readonly number[] = [
  OP.UNREACHABLE,
  OP.NOP,
  OP.BLOCK,
  OP.LOOP,
  OP.ELSE,
  OP.CATCH,
  OP.CATCH_ALL,
  OP.DELEGATE,
  OP.END,
  OP.RETURN,
  OP.DROP,
];

/** Fuel by instruction code. */
export const costs: Uint8Array = new Uint8Array(256).fill(1);
for (const code of free) costs[code] = 0;
/** Microseconds, in which others run by the hundred. */
for (const code of [OP.THROW, OP.RETHROW, OP.THROW_REF]) costs[code] = 200;
