/** Blocks, if, and the ways out of them. */
import { chooseBlockType, inside, plainLabel, writeBlockType } from "../blocks.ts";
import { type Body, type Label, matches } from "../body.ts";
import { type Emit, type Family, mayEnd } from "./family.ts";

const mayNest = (body: Body) => body.labels.length < body.options.nesting && body.left > 0;
const mayBranch = (body: Body) => body.options.branches && targets(body).length > 0;

export const control: readonly Family[] = [
  { weight: 4, possible: mayNest, emit: block },
  { weight: 4, possible: mayNest, emit: choose },
  { weight: 2, possible: (body) => mayBranch(body) && mayEnd(body), emit: branch },
  { weight: 5, possible: mayBranch, emit: branchIf },
  { weight: 3, possible: (body) => mayBranch(body) && mayEnd(body), emit: branchTable },
  { weight: 1, possible: (body) => body.options.branches && mayEnd(body), emit: leave },
  { weight: 1, possible: trapsAtAll, emit: trap },
];

export { mayNest };

function block(body: Body, fill: Parameters<Emit>[1]): void {
  const type = chooseBlockType(body);
  body.consume(type.params);
  body.write(0x02);
  writeBlockType(body, type);
  inside(body, plainLabel(type.results), type, fill);
  body.write(0x0b);
  body.stack.push(...type.results);
}

function choose(body: Body, fill: Parameters<Emit>[1]): void {
  const type = chooseBlockType(body);
  body.consume([...type.params, "i32"]);
  body.write(0x04);
  writeBlockType(body, type);
  inside(body, plainLabel(type.results), type, fill);
  if (!matches(type.params, type.results) || body.choices.chance(40)) {
    body.write(0x05);
    inside(body, plainLabel(type.results), type, fill);
  }
  body.write(0x0b);
  body.stack.push(...type.results);
}

/** Depths of labels that may be branched to without counting. */
export function targets({ labels }: Body): number[] {
  return labels.flatMap(({ counted }, i) => (counted ? [] : [labels.length - 1 - i])).reverse();
}

export function labelAt({ labels }: Body, depth: number): Label {
  return labels[labels.length - 1 - depth] as Label;
}

function branch(body: Body): void {
  const depth = body.choices.pick(targets(body));
  body.consume(labelAt(body, depth).types);
  body.code.byte(0x0c).u32(depth);
  body.endPath();
}

function branchIf(body: Body): void {
  const depth = body.choices.pick(targets(body));
  const { types } = labelAt(body, depth);
  body.consume([...types, "i32"]);
  body.code.byte(0x0d).u32(depth);
  body.left--;
  body.stack.push(...types);
}

/** All of its labels take the same. */
function branchTable(body: Body): void {
  const { types } = labelAt(body, body.choices.pick(targets(body)));
  const same = targets(body).filter((depth) => matches(labelAt(body, depth).types, types));
  const count = body.choices.below(6);
  const depths = Array.from({ length: count + 1 }, () => body.choices.pick(same));
  body.consume([...types, "i32"]);
  body.code.byte(0x0e).u32(count);
  for (const depth of depths) body.code.u32(depth);
  body.endPath();
}

function leave(body: Body): void {
  body.consume(body.type.results);
  body.write(0x0f);
  body.endPath();
}

function trapsAtAll(body: Body): boolean {
  return body.options.traps > 0;
}

/** Rarely where control does come by. */
function trap(body: Body): void {
  const really = body.choices.chance(body.options.traps);
  body.write(really ? 0x00 : 0x01);
  if (really) body.endPath();
}
