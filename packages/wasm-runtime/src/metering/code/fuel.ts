import { OP, TYPE } from "../binary/opcode.js";
import type { CodeWriter } from "./code-writer.js";

/** Where the fuel is: in the module's global, or in a local variable that a function keeps it in between calls. */
export type FuelPlace = { readonly global: number } | { readonly local: number };

/** Writes what has to do with fuel: i32 where a host refills it, i64 where what there is at first is all. */
export class FuelCode {
  readonly type: number;
  readonly global: number;
  /** No host refills it. */
  readonly traps: boolean;
  readonly #host: number;

  /** @param host index of its function */
  constructor(type: number, global: number, host: number) {
    this.type = type;
    this.global = global;
    this.traps = type === TYPE.I64;
    this.#host = host;
  }

  get(code: CodeWriter, place: FuelPlace): void {
    if ("local" in place) code.localGet(place.local);
    else code.globalGet(place.global);
  }

  set(code: CodeWriter, place: FuelPlace): void {
    if ("local" in place) code.localSet(place.local);
    else code.globalSet(place.global);
  }

  /** Takes it without asking. */
  take(code: CodeWriter, place: FuelPlace, cost: number): void {
    this.get(code, place);
    this.subtract(code, cost);
    this.set(code, place);
  }

  /** From what is on the stack. */
  subtract(code: CodeWriter, cost: number): void {
    this.#constant(code, cost);
    code.op(this.traps ? OP.I64_SUB : OP.I32_SUB);
  }

  /** Leaves on the stack whether what is on it is less than `cost`. */
  isLess(code: CodeWriter, cost: number): void {
    this.#constant(code, cost);
    code.op(this.traps ? OP.I64_LT_S : OP.I32_LT_S);
  }

  /** Asks the host for as much, at least: off the fast path. */
  refill(code: CodeWriter, place: FuelPlace, cost: number): void {
    if (this.traps) {
      this.#trap(code);
      return;
    }
    code.i32(cost);
    this.#ask(code, place);
  }

  /** The same, for what a local variable (i32) says. Checked, and taken from the global. */
  charge(code: CodeWriter, amount: number): void {
    const place = { global: this.global };
    this.get(code, place);
    this.#amount(code, amount);
    code.op(this.traps ? OP.I64_LT_S : OP.I32_LT_S);
    code.open(OP.IF);
    if (this.traps) this.#trap(code);
    else this.#askFor(code, amount);
    code.op(OP.END);
    this.#take(code, amount);
  }

  /** The same, for what takes its time: the host looks at the clock whether there is fuel or not. */
  chargeByHost(code: CodeWriter, amount: number): void {
    if (this.traps) {
      this.charge(code, amount);
      return;
    }
    this.#askFor(code, amount);
    this.#take(code, amount);
  }

  /** The host can tell it from a guest's own by the fuel: there is less than none. */
  #trap(code: CodeWriter): void {
    code.i64(-1);
    code.globalSet(this.global);
    code.op(OP.UNREACHABLE);
  }

  #askFor(code: CodeWriter, amount: number): void {
    code.localGet(amount);
    this.#ask(code, { global: this.global });
  }

  #take(code: CodeWriter, amount: number): void {
    const place = { global: this.global };
    this.get(code, place);
    this.#amount(code, amount);
    code.op(this.traps ? OP.I64_SUB : OP.I32_SUB);
    this.set(code, place);
  }

  #ask(code: CodeWriter, place: FuelPlace): void {
    this.get(code, place);
    code.op(OP.F64_CONVERT_I32_S);
    code.call(this.#host);
    this.set(code, place);
  }

  #amount(code: CodeWriter, local: number): void {
    code.localGet(local);
    if (this.traps) code.op(OP.I64_EXTEND_I32_U);
  }

  #constant(code: CodeWriter, value: number): void {
    if (this.traps) code.i64(value);
    else code.i32(value);
  }
}
