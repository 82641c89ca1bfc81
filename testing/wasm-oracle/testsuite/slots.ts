/** Values of the command files, as slots of the interpreter's stack. */
import type { Machine } from "../interpreter/machine/machine.ts";
import type { Value } from "./commands.ts";

const LANES: Readonly<Record<string, number>> = { i8: 1, i16: 2, i32: 4, i64: 8, f32: 4, f64: 8 };

export function toSlots(machine: Machine, values: readonly Value[]): Int32Array {
  const view = new DataView(new ArrayBuffer(values.length * 16));
  values.forEach((value, i) => void write(machine, view, i * 16, value));
  return new Int32Array(view.buffer);
}

/** Whether each slot is what is expected, which may be any NaN. */
export function matches(machine: Machine, slots: Int32Array, expected: readonly Value[]): boolean {
  const view = new DataView(slots.buffer, slots.byteOffset, slots.byteLength);
  return expected.every((value, i) => {
    return lanesOf(value).every(({ type, text }, lane) => {
      const at = i * 16 + lane * (LANES[type] ?? 16);
      return laneMatches(machine, view, at, type, text);
    });
  });
}

function write(machine: Machine, view: DataView, at: number, value: Value): void {
  lanesOf(value).forEach(({ type, text }, lane) => {
    const width = LANES[type];
    if (width) writeBits(view, at + lane * width, width, BigInt(text));
    else view.setInt32(at, machine.references.numberOf(referenceOf(text)), true);
  });
}

/** A scalar has one lane. */
function lanesOf({ type, value, lane_type }: Value): { type: string; text: string }[] {
  if (typeof value === "string") return [{ type, text: value }];
  return value.map((text) => ({ type: lane_type as string, text }));
}

function referenceOf(text: string): unknown {
  return text === "null" ? null : `extern ${text}`;
}

function writeBits(view: DataView, at: number, width: number, bits: bigint): void {
  for (let i = 0; i < width; i++) view.setUint8(at + i, Number((bits >> BigInt(8 * i)) & 255n));
}

function readBits(view: DataView, at: number, width: number): bigint {
  let bits = 0n;
  for (let i = 0; i < width; i++) bits |= BigInt(view.getUint8(at + i)) << BigInt(8 * i);
  return bits;
}

function laneMatches(
  machine: Machine,
  view: DataView,
  at: number,
  type: string,
  text: string,
): boolean {
  const width = LANES[type];
  if (!width) return machine.references.at(view.getInt32(at, true)) === referenceOf(text);
  if (text.startsWith("nan")) return isNan(view, at, width);
  return readBits(view, at, width) === BigInt.asUintN(width * 8, BigInt(text));
}

function isNan(view: DataView, at: number, width: number): boolean {
  return Number.isNaN(width === 4 ? view.getFloat32(at, true) : view.getFloat64(at, true));
}
