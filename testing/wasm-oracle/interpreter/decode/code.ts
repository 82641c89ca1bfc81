/** The body of a function (or a constant expression), with every block knowing where it ends. */
import { costOf } from "../costs.ts";
import { readInstruction } from "./immediates.ts";
import type { Instruction } from "./instruction.ts";
import type { Code, FuncType } from "./model.ts";
import type { Reader } from "./reader.ts";
import { readValueType } from "./types.ts";

export function readCode(reader: Reader, types: readonly FuncType[], type: FuncType): Code {
  const end = reader.u32() + reader.position;
  let locals = type.params.length;
  reader.vector(() => {
    locals += reader.u32();
    readValueType(reader);
  });
  const code = readExpression(reader, types, locals);
  if (reader.position !== end) throw new Error(`A body ends at ${reader.position}, not ${end}.`);
  return code;
}

export function readExpression(reader: Reader, types: readonly FuncType[], locals = 0): Code {
  const instructions: Instruction[] = [];
  const open: Instruction[] = [];
  let loops = 0;
  for (;;) {
    const instruction = readInstruction(reader, types);
    instruction.cost = costOf(instruction.op);
    const index = instructions.push(instruction) - 1;
    instruction.index = index;
    const { op } = instruction;
    if (op === 0x03) instruction.x = loops++;
    if (opens(op)) open.push(instruction);
    else if (op === 0x0b && open.length === 0) break;
    else if (op === 0x0b || op === 0x18) close(open.pop() as Instruction, instruction, index);
    else divide(open.at(-1), instruction, index);
  }
  return { instructions, locals, operands: mostOperands(instructions, types), loops };
}

function opens(op: number): boolean {
  return (op >= 0x02 && op <= 0x04) || op === 0x06 || op === 0x1f;
}

function close(block: Instruction, end: Instruction, index: number): void {
  block.end = index;
  if (end.op === 0x18) block.delegate = end.x;
}

/** `else`, `catch` and `catch_all` belong to the block around them. */
function divide(block: Instruction | undefined, instruction: Instruction, index: number): void {
  if (!block) return;
  if (instruction.op === 0x05) block.otherwise = index;
  if (instruction.op === 0x07)
    block.catches.push({ tag: instruction.x, ref: false, target: index });
  if (instruction.op === 0x19) block.catches.push({ tag: undefined, ref: false, target: index });
}

/** Every instruction pushes at most one value, but for calls and handlers: those push what a type says. */
function mostOperands(instructions: readonly Instruction[], types: readonly FuncType[]): number {
  const widest = types.reduce((most, type) => {
    return Math.max(most, type.results.length, type.params.length);
  }, 1);
  return instructions.reduce((sum, { op }) => sum + (pushesMany(op) ? widest + 1 : 1), widest);
}

function pushesMany(op: number): boolean {
  return (op >= 0x10 && op <= 0x15) || op === 0x07 || op === 0x1f || op === 0x0c;
}
