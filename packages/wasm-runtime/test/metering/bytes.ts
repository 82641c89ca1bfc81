/** Modules byte by byte. */

/** Unsigned LEB128. */
export function leb(value: number): Buffer {
  return value < 128
    ? Buffer.of(value)
    : Buffer.concat([Buffer.of((value % 128) | 128), leb(Math.floor(value / 128))]);
}

/** The count of the items, and the items. */
export function vector(items: readonly Buffer[]): Buffer {
  return Buffer.concat([leb(items.length), ...items]);
}

/** Preceded by its own size. */
export function sized(bytes: Buffer): Buffer {
  return Buffer.concat([leb(bytes.length), bytes]);
}

export function section(id: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.of(id), sized(content)]);
}

export const HEADER: Buffer = Buffer.from("0061736d01000000", "hex");

/** Instructions. */
export const op = {
  block: Buffer.of(0x02, 0x40),
  loop: Buffer.of(0x03, 0x40),
  end: Buffer.of(0x0b),
  local: (index: number) => Buffer.concat([Buffer.of(0x20), leb(index)]),
  call: (index: number) => Buffer.concat([Buffer.of(0x10), leb(index)]),
  /** i32.const of 0 to 63 */
  constant: (value: number) => Buffer.of(0x41, value),
  times: (count: number, bytes: Buffer) => Buffer.alloc(count * bytes.length, bytes),
};
