/** throw, and the try of before try_table: catch, catch_all, rethrow, delegate. */
import { chooseBlockType, inside, plainLabel, writeBlockType } from "../blocks.ts";
import type { Body } from "../body.ts";
import type { FuncType } from "../shape.ts";
import { mayNest } from "./control.ts";
import { type Emit, type Family, mayEnd } from "./family.ts";

type Fill = Parameters<Emit>[1];

const legacy = ({ options }: Body) => options.exceptions === "legacy";

export const legacyExceptions: readonly Family[] = [
  { weight: 2, possible: (body) => body.shape.tags.length > 0 && mayEnd(body), emit: throwTag },
  { weight: 4, possible: (body) => legacy(body) && mayNest(body), emit: tryCatch },
  { weight: 2, possible: (body) => legacy(body) && mayNest(body), emit: tryDelegate },
  { weight: 2, possible: (body) => legacy(body) && rethrowable(body).length > 0, emit: rethrow },
];

export function tagType({ shape }: Body, tag: number): FuncType {
  return shape.types[shape.tags[tag] as number] as FuncType;
}

function throwTag(body: Body): void {
  const tag = body.choices.below(body.shape.tags.length);
  body.consume(tagType(body, tag).params);
  body.write(0x08, tag);
  body.endPath();
}

function tryCatch(body: Body, fill: Fill): void {
  const type = begin(body);
  const label = plainLabel(type.results);
  inside(body, label, type, fill);
  const handler = { ...label, rethrowable: true };
  const tags = body.shape.tags.flatMap((_, tag) => (body.choices.chance(50) ? [tag] : []));
  for (const tag of tags) {
    body.write(0x07, tag);
    inside(body, handler, { params: tagType(body, tag).params, results: type.results }, fill);
  }
  if (body.choices.chance(50)) {
    body.write(0x19);
    inside(body, handler, { params: [], results: type.results }, fill);
  }
  body.write(0x0b);
  body.stack.push(...type.results);
}

/** To any label around it, the function's included. */
function tryDelegate(body: Body, fill: Fill): void {
  const type = begin(body);
  inside(body, plainLabel(type.results), type, fill);
  body.write(0x18, body.choices.below(body.labels.length));
  body.stack.push(...type.results);
}

function begin(body: Body): FuncType {
  const type = chooseBlockType(body);
  body.consume(type.params);
  body.write(0x06);
  writeBlockType(body, type);
  return type;
}

function rethrowable({ labels }: Body): number[] {
  return labels.flatMap((label, i) => (label.rethrowable ? [labels.length - 1 - i] : []));
}

function rethrow(body: Body): void {
  body.write(0x09, body.choices.pick(rethrowable(body)));
  body.endPath();
}
