/** Locals, globals, drop, select, nop. */
import type { Body } from "../body.ts";
import type { NumberType } from "../shape.ts";
import { numberTypes } from "../skeleton.ts";
import { discard } from "../sum.ts";
import type { Family } from "./family.ts";

export const variables: readonly Family[] = [
  { weight: 6, possible: () => true, emit: (body) => body.put(chooseType(body)) },
  { weight: 6, possible: () => true, emit: setLocal },
  { weight: 3, possible: () => true, emit: setGlobal },
  { weight: 2, possible: ({ stack }) => stack.length > 0, emit: discard },
  { weight: 2, possible: () => true, emit: select },
  { weight: 1, possible: () => true, emit: (body) => body.write(0x01) },
];

export function chooseType({ choices, options }: Body): NumberType {
  return choices.pick(numberTypes(options));
}

/** local.set or local.tee, of a new local when there is none. */
function setLocal(body: Body): void {
  const type = chooseType(body);
  const local = body.writable(type) ?? body.addLocal(type);
  const tee = body.choices.chance(40);
  body.consume([type]);
  body.code.byte(tee ? 0x22 : 0x21).u32(local);
  body.left--;
  if (tee) body.stack.push(type);
}

/** A local where there is no such global. */
function setGlobal(body: Body): void {
  const type = chooseType(body);
  const global = body.globalOf(type, ({ mutable }) => mutable);
  if (global === undefined) setLocal(body);
  else {
    body.consume([type]);
    body.code.byte(0x24).u32(global);
    body.left--;
  }
}

function select(body: Body): void {
  const type = chooseType(body);
  body.emit([0x1b], [type, type, "i32"], [type]);
}
