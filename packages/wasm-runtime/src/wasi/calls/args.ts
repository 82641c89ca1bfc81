import type { System } from "../system.js";

export function argsCalls({ memory, args, env }: System) {
  return {
    args_sizes_get: (count: number, size: number) => putSizes(args, count, size),
    args_get: (pointers: number, bytes: number) => putTexts(args, pointers, bytes),
    environ_sizes_get: (count: number, size: number) => putSizes(env, count, size),
    environ_get: (pointers: number, bytes: number) => putTexts(env, pointers, bytes),
  };

  function putSizes(texts: readonly Uint8Array[], count: number, size: number): void {
    memory.setU32(count, texts.length);
    memory.setU32(size, sizeOf(texts));
  }

  function putTexts(texts: readonly Uint8Array[], pointers: number, bytes: number): void {
    memory.check(pointers, texts.length * 4);
    memory.check(bytes, sizeOf(texts));
    let at = bytes;
    texts.forEach((text, i) => {
      memory.setU32(pointers + 4 * i, at);
      memory.set(at, text);
      memory.setU8(at + text.length, 0);
      at += text.length + 1;
    });
  }
}

function sizeOf(texts: readonly Uint8Array[]): number {
  return texts.reduce((sum, { length }) => sum + length + 1, 0);
}
