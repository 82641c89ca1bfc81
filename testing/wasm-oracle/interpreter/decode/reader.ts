/** Bytes of a module, read from left to right. The module is taken to be valid: V8 has looked at it before. */
export class Reader {
  readonly bytes: Uint8Array;
  position: number;
  readonly end: number;

  constructor(bytes: Uint8Array, position = 0, end = bytes.length) {
    this.bytes = bytes;
    this.position = position;
    this.end = end;
  }

  get done(): boolean {
    return this.position >= this.end;
  }

  byte(): number {
    const byte = this.bytes[this.position++];
    if (byte === undefined) throw new Error(`The module ends at ${this.position - 1}.`);
    return byte;
  }

  u32(): number {
    return Number(this.leb());
  }

  s32(): number {
    return Number(BigInt.asIntN(32, this.signed()));
  }

  u64(): bigint {
    return this.leb();
  }

  s64(): bigint {
    return BigInt.asIntN(64, this.signed());
  }

  take(length: number): Uint8Array {
    const taken = this.bytes.subarray(this.position, this.position + length);
    this.position += length;
    return taken;
  }

  name(): string {
    return new TextDecoder("utf-8", { ignoreBOM: true }).decode(this.take(this.u32()));
  }

  vector<T>(item: () => T): T[] {
    return Array.from({ length: this.u32() }, item);
  }

  private leb(): bigint {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = this.byte();
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return value;
    }
  }

  private signed(): bigint {
    const start = this.position;
    const value = this.leb();
    return BigInt.asIntN(7 * (this.position - start), value);
  }
}
