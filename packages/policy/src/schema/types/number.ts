import * as z from "zod/mini";
import type { ValueType } from "../table.js";

/** A whole number, such as a count. */
export function whole(min: number, max: number): ValueType<number> {
  const name = `whole number, ${min} to ${max}`;
  const error = `a ${name}`;
  const schema = z.int({ error }).check(z.minimum(min, { error }), z.maximum(max, { error }));
  return { name, schema };
}

export function powerOfTwo(max: number): ValueType<number> {
  const name = `power of two, 1 to ${max}`;
  const error = `a ${name}`;
  const isPower = z.refine<number>((value) => Number.isInteger(Math.log2(value)), { error });
  const range = [z.minimum(1, { error }), z.maximum(max, { error })] as const;
  return { name, schema: z.int({ error }).check(...range, isPower) };
}

export function flag(): ValueType<boolean> {
  return { name: "boolean", schema: z.boolean({ error: "true or false" }) };
}
