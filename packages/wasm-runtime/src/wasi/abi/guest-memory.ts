import { refuse } from "../errno.js";
import { decodeText } from "./text.js";

/**
 * The guest's memory, as its pointers see it. Every pointer, length and sum of them is checked here, unsigned and without
 * wrapping: they are numbers below 2^32, which add up exactly.
 */
export class GuestMemory {
  #memory: WebAssembly.Memory | undefined;
  #bytes = new Uint8Array(0);
  #view = new DataView(this.#bytes.buffer);

  bind(memory: WebAssembly.Memory): void {
    this.#memory = memory;
    this.#renew();
  }

  unbind(): void {
    this.#memory = undefined;
    this.#renew();
  }

  /** @throws EFAULT unless all of it is memory */
  check(pointer: number, length: number): void {
    if (pointer + length <= this.#bytes.length) return;
    this.#renew();
    if (pointer + length > this.#bytes.length) refuse("EFAULT");
  }

  /** Borrowed: valid until the guest runs on. */
  bytes(pointer: number, length: number): Uint8Array {
    this.check(pointer, length);
    return this.#bytes.subarray(pointer, pointer + length);
  }

  text(pointer: number, length: number): string {
    return decodeText(this.bytes(pointer, length));
  }

  u8(pointer: number): number {
    this.check(pointer, 1);
    return this.#view.getUint8(pointer);
  }

  u16(pointer: number): number {
    this.check(pointer, 2);
    return this.#view.getUint16(pointer, true);
  }

  u32(pointer: number): number {
    this.check(pointer, 4);
    return this.#view.getUint32(pointer, true);
  }

  u64(pointer: number): bigint {
    this.check(pointer, 8);
    return this.#view.getBigUint64(pointer, true);
  }

  setU8(pointer: number, value: number): void {
    this.check(pointer, 1);
    this.#view.setUint8(pointer, value);
  }

  setU16(pointer: number, value: number): void {
    this.check(pointer, 2);
    this.#view.setUint16(pointer, value, true);
  }

  setU32(pointer: number, value: number): void {
    this.check(pointer, 4);
    this.#view.setUint32(pointer, value, true);
  }

  /** Negative times are stored as what they are modulo 2^64. */
  setU64(pointer: number, value: bigint): void {
    this.check(pointer, 8);
    this.#view.setBigUint64(pointer, value, true);
  }

  set(pointer: number, bytes: Uint8Array): void {
    this.check(pointer, bytes.length);
    this.#bytes.set(bytes, pointer);
  }

  /** A memory that grew has a new buffer; the old one is detached, or of the old length where it is shared. */
  #renew(): void {
    const buffer = this.#memory?.buffer ?? new ArrayBuffer(0);
    if (buffer === this.#bytes.buffer) return;
    this.#bytes = new Uint8Array(buffer);
    this.#view = new DataView(buffer);
  }
}
