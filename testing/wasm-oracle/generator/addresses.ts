/** Which memory, where in it, and how that is encoded. */
import type { Body } from "./body.ts";
import type { MemoryShape } from "./shape.ts";

export function chooseMemory(body: Body): { index: number; indexType: "i32" | "i64" } {
  const index = body.choices.below(body.shape.memories.length);
  return { index, indexType: indexTypeOf(body, index) };
}

function indexTypeOf({ shape }: Body, index: number): "i32" | "i64" {
  return (shape.memories[index] as MemoryShape).wide ? "i64" : "i32";
}

/** Of an address: where the data is, or further up. */
export function near(body: Body): number {
  return body.choices.below(4) < 3 ? 0x2f : 0xff8;
}

/** An index of the bits of `mask`, mostly: any other one is likely to be out of bounds. */
export function putIndex(body: Body, type: "i32" | "i64", mask: number): void {
  body.put(type);
  if (body.choices.chance(body.options.traps)) return;
  body.code.byte(type === "i32" ? 0x41 : 0x42).s64(BigInt(mask));
  body.write(type === "i32" ? 0x71 : 0x83);
}

export function alignment(body: Body, most: number, index: number): void {
  const log2 = body.choices.between(0, most);
  if (index === 0) body.code.u32(log2);
  else body.code.u32(log2 | 64).u32(index);
  body.code.u32(body.choices.chance(10) ? body.choices.below(300) : body.choices.below(9));
}
