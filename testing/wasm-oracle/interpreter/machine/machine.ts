/** Frames, labels and the loop that runs instructions one by one and counts them. */
import type { Instruction } from "../decode/instruction.ts";
import type { Exception, Func, Instance } from "./entities.ts";
import { References } from "./references.ts";
import { Stack } from "./stack.ts";
import { StepLimitReached, Trap } from "./trap.ts";

export type Handler = (machine: Machine, instruction: Instruction) => void;

export interface MachineLimits {
  /** Instructions of any cost. */
  readonly steps: number;
  /** Calls in calls. */
  readonly depth: number;
}

export interface Frame {
  readonly func: Func;
  readonly instance: Instance;
  readonly instructions: readonly Instruction[];
  readonly labelBase: number;
  /** The slot of local 0. */
  readonly base: number;
  next: number;
}

export interface Label {
  readonly block: Instruction;
  /** Where the block's parameters begin. */
  readonly height: number;
  /** Set while a handler of a legacy try runs. */
  readonly caught: Exception | undefined;
}

const STACK_SLOTS = 1 << 16;

export class Machine {
  readonly stack = new Stack(STACK_SLOTS);
  readonly references = new References();
  readonly handlers: readonly (Handler | undefined)[];
  readonly limits: MachineLimits;
  readonly labels: Label[] = [];
  readonly frames: Frame[] = [];
  /** The innermost; only read while something runs. */
  frame!: Frame;
  /** Frames below this belong to an outer run, with the host between them. */
  floor = 0;
  steps = 0;
  units = 0;

  constructor(handlers: readonly (Handler | undefined)[], limits: MachineLimits) {
    this.handlers = handlers;
    this.limits = limits;
  }

  /** Runs until the frames above `floor` are gone, whatever ends them. */
  run(floor: number): void {
    const outer = this.floor;
    this.floor = floor;
    try {
      while (this.frames.length > floor) this.step();
    } finally {
      this.floor = outer;
    }
  }

  private step(): void {
    const { frame } = this;
    const instruction = frame.instructions[frame.next++] as Instruction;
    if (++this.steps > this.limits.steps) throw new StepLimitReached();
    this.units += instruction.cost;
    frame.func.count.units += instruction.cost;
    const handler = this.handlers[instruction.op];
    if (!handler) throw new Error(`No handler for opcode 0x${instruction.op.toString(16)}.`);
    handler(this, instruction);
  }

  /** The arguments are on the stack; not for a host function. */
  enter(func: Func): void {
    const { code, instance, count } = func;
    if (!code || !instance) throw new Error("A host function has no frame.");
    const base = this.stack.top - func.type.params.length;
    const top = base + code.locals;
    const full = top + code.operands > this.stack.capacity;
    if (full || this.frames.length >= this.limits.depth) throw new Trap("stack");
    this.stack.clear(this.stack.top, top);
    this.stack.top = top;
    count.entries++;
    const { instructions } = code;
    this.frame = { func, instance, instructions, labelBase: this.labels.length, base, next: 0 };
    this.frames.push(this.frame);
  }

  /** The results are topmost. */
  leave(): void {
    this.stack.unwind(this.frame.base, this.frame.func.type.results.length);
    this.dropFrame();
  }

  dropFrame(): void {
    this.labels.length = this.frame.labelBase;
    this.frames.pop();
    this.frame = this.frames.at(-1) as Frame;
  }

  open(block: Instruction): void {
    const height = this.stack.top - block.params;
    this.labels.push({ block, height, caught: undefined });
  }

  /** A branch out of the function is a return. */
  branch(depth: number): void {
    const index = this.labels.length - 1 - depth;
    if (index < this.frame.labelBase) this.leave();
    else this.branchTo(index);
  }

  private branchTo(index: number): void {
    const { block, height } = this.labels[index] as Label;
    const isLoop = block.op === 0x03;
    this.stack.unwind(height, isLoop ? block.params : block.results);
    this.labels.length = isLoop ? index + 1 : index;
    this.frame.next = isLoop ? block.index + 1 : block.end + 1;
    if (isLoop) this.countLoop(block);
  }

  countLoop(block: Instruction): void {
    const { loops } = this.frame.func.count;
    loops[block.x] = (loops[block.x] as number) + 1;
  }
}
