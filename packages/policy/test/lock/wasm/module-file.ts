/** WebAssembly modules made byte by byte. */

export function u32(value: number): readonly number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...u32(Math.floor(value / 0x80))];
}

export function name(text: string): readonly number[] {
  const bytes = [...Buffer.from(text)];
  return [...u32(bytes.length), ...bytes];
}

export function list(items: readonly (readonly number[])[]): readonly number[] {
  return [...u32(items.length), ...items.flat()];
}

export function section(id: number, content: readonly number[]): readonly number[] {
  return [id, ...u32(content.length), ...content];
}

export function moduleFile(
  ...sections: readonly (readonly number[] | Buffer)[]
): Buffer<ArrayBuffer> {
  const head = Buffer.from("\0asm\x01\0\0\0", "latin1");
  return Buffer.concat([head, ...sections.map((each) => Buffer.from(each))]);
}

export const [I32, I64, F32, F64, V128] = [0x7f, 0x7e, 0x7d, 0x7c, 0x7b] as const;

export function func(parameters: readonly number[], results: readonly number[]): readonly number[] {
  return [0x60, ...list(parameters.map((type) => [type])), ...list(results.map((type) => [type]))];
}
