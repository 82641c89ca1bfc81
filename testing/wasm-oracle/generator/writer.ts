/** The encoding of a module, byte by byte. */
export class Writer {
  readonly bytes: number[] = [];

  byte(...bytes: readonly number[]): this {
    for (const byte of bytes) this.bytes.push(byte);
    return this;
  }

  u32(value: number): this {
    let rest = value;
    while (rest > 127) {
      this.bytes.push((rest & 127) | 128);
      rest = Math.floor(rest / 128);
    }
    return this.byte(rest);
  }

  s64(value: bigint): this {
    let rest = value;
    for (;;) {
      const low = Number(BigInt.asUintN(7, rest));
      rest >>= 7n;
      if (rest === (low & 64 ? -1n : 0n)) return this.byte(low);
      this.byte(low | 128);
    }
  }

  f32(value: number): this {
    return this.byte(...new Uint8Array(new Float32Array([value]).buffer));
  }

  f64(value: number): this {
    return this.byte(...new Uint8Array(new Float64Array([value]).buffer));
  }

  name(text: string): this {
    return this.blob([...new TextEncoder().encode(text)]);
  }

  /** With its length before it. */
  blob(bytes: readonly number[]): this {
    return this.u32(bytes.length).byte(...bytes);
  }

  vector<T>(items: readonly T[], write: (item: T) => void): this {
    this.u32(items.length);
    for (const item of items) write(item);
    return this;
  }

  section(id: number, fill: (section: Writer) => void): this {
    const section = new Writer();
    fill(section);
    return this.byte(id).blob(section.bytes);
  }
}
