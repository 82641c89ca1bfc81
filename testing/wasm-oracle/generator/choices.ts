/**
 * A stream of bytes that decides everything. Where it has ended every choice is the first one, and the first one is
 * always the plainest: so a shorter stream, or one of smaller bytes, makes a smaller module, and fast-check's
 * shrinking of byte arrays shrinks modules.
 */
export class Choices {
  private readonly bytes: Uint8Array;
  private position = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  get done(): boolean {
    return this.position >= this.bytes.length;
  }

  /** From 0 to `count` - 1. */
  below(count: number): number {
    if (count <= 1) return 0;
    const byte = this.bytes[this.position++] ?? 0;
    if (count <= 256) return byte % count;
    return (byte * 256 + (this.bytes[this.position++] ?? 0)) % count;
  }

  between(low: number, high: number): number {
    return low + this.below(high - low + 1);
  }

  /** false once the stream has ended. */
  chance(percent: number): boolean {
    return this.below(100) >= 100 - percent;
  }

  pick<T>(from: readonly T[]): T {
    if (from.length === 0) throw new Error("There is nothing to pick from.");
    return from[this.below(from.length)] as T;
  }

  /** 64 bits. */
  bits(): bigint {
    let bits = 0n;
    for (let i = 0; i < 8; i++) bits = (bits << 8n) | BigInt(this.below(256));
    return bits;
  }
}
