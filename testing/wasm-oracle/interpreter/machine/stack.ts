/**
 * Operands and locals, in slots of 16 bytes: one buffer with several views, so that the bits of a NaN survive a move.
 *
 * `slot * 4` is a slot in the views of 4 bytes, `slot * 2` in those of 8. References are numbers of `References`.
 */
export class Stack {
  readonly capacity: number;
  readonly i32: Int32Array;
  readonly f32: Float32Array;
  readonly i64: BigInt64Array;
  readonly u64: BigUint64Array;
  readonly f64: Float64Array;
  readonly u8: Uint8Array;
  /** The first free slot. */
  top = 0;

  constructor(capacity: number) {
    const buffer = new ArrayBuffer(capacity * 16);
    this.capacity = capacity;
    this.i32 = new Int32Array(buffer);
    this.f32 = new Float32Array(buffer);
    this.i64 = new BigInt64Array(buffer);
    this.u64 = new BigUint64Array(buffer);
    this.f64 = new Float64Array(buffer);
    this.u8 = new Uint8Array(buffer);
  }

  pushI32(value: number): void {
    this.i32[this.top++ * 4] = value;
  }

  popI32(): number {
    return this.i32[--this.top * 4] as number;
  }

  popU32(): number {
    return this.popI32() >>> 0;
  }

  pushI64(value: bigint): void {
    this.i64[this.top++ * 2] = value;
  }

  popI64(): bigint {
    return this.i64[--this.top * 2] as bigint;
  }

  popU64(): bigint {
    return this.u64[--this.top * 2] as bigint;
  }

  pushF32(value: number): void {
    this.f32[this.top++ * 4] = value;
  }

  popF32(): number {
    return this.f32[--this.top * 4] as number;
  }

  pushF64(value: number): void {
    this.f64[this.top++ * 2] = value;
  }

  popF64(): number {
    return this.f64[--this.top * 2] as number;
  }

  /** An index of a memory or table: i32, or i64 where that is `wide`. */
  popIndex(wide: boolean): number {
    return wide ? Number(this.popU64()) : this.popU32();
  }

  pushIndex(value: number, wide: boolean): void {
    if (wide) this.pushI64(BigInt(value));
    else this.pushI32(value);
  }

  move(to: number, from: number, count = 1): void {
    this.i32.copyWithin(to * 4, from * 4, (from + count) * 4);
  }

  /** Drops what is between `height` and the `count` topmost. */
  unwind(height: number, count: number): void {
    if (height + count !== this.top) this.move(height, this.top - count, count);
    this.top = height + count;
  }

  clear(from: number, to: number): void {
    this.i32.fill(0, from * 4, to * 4);
  }

  copyOut(from: number, count: number): Int32Array {
    return this.i32.slice(from * 4, (from + count) * 4);
  }

  pushSlots(slots: Int32Array): void {
    this.i32.set(slots, this.top * 4);
    this.top += slots.length / 4;
  }
}
