/**
 * What pays for an instruction that makes, fills or copies the elements of a garbage collected array, by how many they are:
 * it is called with their count, which is the last operand of all of them, and gives it back.
 */
import { OP, TYPE } from "../binary/opcode.js";
import { MAX_ARRAY_ELEMENTS } from "../limits.js";
import { CodeWriter } from "./code-writer.js";
import type { FuelCode } from "./fuel.js";
import type { Plan } from "./plan.js";

const [COUNT, COST] = [0, 1];

/** A function (count) → count. @returns its index */
export function arrayHelper({ additions }: Plan, fuel: FuelCode): number {
  return additions.once("array", () => {
    const body = new CodeWriter(64);
    body.u32(1);
    body.u32(1);
    body.byte(TYPE.I32);
    body.localGet(COUNT);
    body.i32(0); // there can be no array of so many: it will trap at once
    body.localGet(COUNT);
    body.i32(MAX_ARRAY_ELEMENTS);
    body.op(OP.I32_LE_U);
    body.op(OP.SELECT);
    body.i32(1); // a host is never asked for nothing
    body.op(OP.I32_ADD);
    body.localSet(COST);
    fuel.charge(body, COST);
    body.localGet(COUNT);
    body.op(OP.END);
    return { type: additions.type([TYPE.I32], [TYPE.I32]), body };
  });
}
