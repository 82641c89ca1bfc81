/** Loads and stores of vectors, whole, in part, widened or of one lane. */
import type { Instruction } from "../../decode/instruction.ts";
import type { Handler, Machine } from "../../machine/machine.ts";
import { addressOf, memoryAt } from "../memory.ts";
import { type Lane, lanes } from "./lanes.ts";

/** Pops the address; the bytes that are there. */
function bytesAt(machine: Machine, at: Instruction, width: number): Uint8Array {
  const address = addressOf(machine, at, width);
  return memoryAt(machine, at.x).bytes.slice(address, address + width);
}

/** The rest of the vector is zero. */
function loadZero(width: number): Handler {
  return (machine, at) => {
    const bytes = bytesAt(machine, at, width);
    const whole = new Uint8Array(16);
    whole.set(bytes);
    machine.stack.pushSlots(new Int32Array(whole.buffer));
  };
}

function loadSplat(width: number): Handler {
  return (machine, at) => {
    const bytes = bytesAt(machine, at, width);
    const whole = Uint8Array.from({ length: 16 }, (_, i) => bytes[i % width] as number);
    machine.stack.pushSlots(new Int32Array(whole.buffer));
  };
}

type View = new (buffer: ArrayBuffer) => ArrayLike<number>;

function loadWide(Narrow: View, to: Lane): Handler {
  return (machine, at) => {
    const bytes = bytesAt(machine, at, 8);
    const values = Array.from(new Narrow(bytes.buffer as ArrayBuffer));
    machine.stack.top++;
    const result = lanes(machine, to);
    values.forEach((value, i) => {
      (result as Record<number, unknown>)[i] = to === "i64" ? BigInt(value) : value;
    });
  };
}

function loadLane(width: number): Handler {
  return (machine, at) => {
    const vector = machine.stack.copyOut(--machine.stack.top, 1);
    new Uint8Array(vector.buffer).set(bytesAt(machine, at, width), at.y * width);
    machine.stack.pushSlots(vector);
  };
}

function storeLane(width: number): Handler {
  return (machine, at) => {
    const vector = machine.stack.copyOut(--machine.stack.top, 1);
    const address = addressOf(machine, at, width);
    const lane = new Uint8Array(vector.buffer, at.y * width, width);
    memoryAt(machine, at.x).bytes.set(lane, address);
  };
}

const WIDTHS = [1, 2, 4, 8];

export const vectorMemory: [number, Handler][] = [
  [0x200, loadZero(16)],
  [0x201, loadWide(Int8Array, "i16")],
  [0x202, loadWide(Uint8Array, "i16")],
  [0x203, loadWide(Int16Array, "i32")],
  [0x204, loadWide(Uint16Array, "i32")],
  [0x205, loadWide(Int32Array, "i64")],
  [0x206, loadWide(Uint32Array, "i64")],
  ...WIDTHS.map((width, i): [number, Handler] => [0x207 + i, loadSplat(width)]),
  [0x20b, storeLane(16)],
  ...WIDTHS.map((width, i): [number, Handler] => [0x254 + i, loadLane(width)]),
  ...WIDTHS.map((width, i): [number, Handler] => [0x258 + i, storeLane(width)]),
  [0x25c, loadZero(4)],
  [0x25d, loadZero(8)],
];
