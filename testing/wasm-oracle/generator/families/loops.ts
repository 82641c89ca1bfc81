/** Loops that end: a local counts down, in the header or before the branch back. */
import { chooseBlockType, inside, loopLabel, plainLabel, writeBlockType } from "../blocks.ts";
import type { Body } from "../body.ts";
import type { FuncType } from "../shape.ts";
import { labelAt, mayNest, targets } from "./control.ts";
import type { Emit, Family } from "./family.ts";

type Fill = Parameters<Emit>[1];

export const loops: readonly Family[] = [
  { weight: 3, possible: (body) => mayNest(body) && body.options.loops, emit: countedInHeader },
  { weight: 3, possible: (body) => mayNest(body) && body.options.loops, emit: countedAtEnd },
];

/** Its header leaves at zero, so that any branch may go to it. */
function countedInHeader(body: Body, fill: Fill): void {
  const type = chooseBlockType(body);
  const counter = begin(body, type);
  inside(body, loopLabel(type.params, false), type, (inner) => {
    inner.code.byte(0x20).u32(counter).byte(0x45, 0x04, 0x40);
    exit(inner);
    inner.write(0x0b);
    countDown(inner, counter);
    inner.code.byte(0x21).u32(counter);
    fill(inner);
    maybeBranchBack(inner, type);
  });
  finish(body, type);
}

/** Only its own last branch goes back. */
function countedAtEnd(body: Body, fill: Fill): void {
  const type = chooseBlockType(body);
  const counter = begin(body, type);
  inside(body, loopLabel(type.params, true), type, (inner) => {
    fill(inner);
    inner.consume(type.params);
    countDown(inner, counter);
    inner.code.byte(0x22).u32(counter).byte(0x41, 0, 0x4a, 0x0d, 0); // local.tee, > 0, br_if 0
    inner.stack.push(...type.params);
  });
  finish(body, type);
}

function begin(body: Body, type: FuncType): number {
  const counter = body.addLocal("i32");
  body.reserved.add(counter);
  body.consume(type.params);
  body.code.byte(0x41).s64(BigInt(body.choices.between(1, body.options.iterations)));
  body.code.byte(0x21).u32(counter).byte(0x03);
  writeBlockType(body, type);
  body.left -= 3;
  return counter;
}

function countDown(body: Body, counter: number): void {
  body.code.byte(0x20).u32(counter).byte(0x41, 1, 0x6b);
  body.left -= 3;
}

function finish(body: Body, type: FuncType): void {
  body.write(0x0b);
  body.stack.push(...type.results);
}

/** Inside of the header's `if`: out of the loop, to a label that does not lead back to it at once. */
function exit(body: Body): void {
  inside(body, plainLabel([]), { params: [], results: [] }, (inner) => {
    const outer = targets(inner).filter((depth) => depth > 1);
    if (outer.length === 0 || inner.choices.chance(20)) {
      inner.consume(inner.type.results);
      inner.write(0x0f);
    } else {
      const depth = inner.choices.pick(outer);
      inner.consume(labelAt(inner, depth).types);
      inner.code.byte(0x0c).u32(depth);
    }
    inner.endPath();
    inner.stack = [];
  });
}

function maybeBranchBack(body: Body, type: FuncType): void {
  const way = body.choices.below(3);
  if (way === 0) return;
  body.consume(way === 1 ? type.params : [...type.params, "i32"]);
  body.code.byte(way === 1 ? 0x0c : 0x0d).u32(0);
  body.left--;
  if (way === 1) body.endPath();
  else body.stack.push(...type.params);
}
