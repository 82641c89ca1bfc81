import type { Program } from "../program/program.js";

/** A program as threads pass it on: compiled once, and its bytes are the same memory for all. */
export interface PortableProgram extends Omit<Program, "original" | "metered"> {
  readonly original: SharedArrayBuffer;
  readonly metered: SharedArrayBuffer;
}

export function portableProgram({ original, metered, ...rest }: Program): PortableProgram {
  return { ...rest, original: shared(original), metered: shared(metered) };
}

/** Bytes are copied when a fault has to be located, which few threads come to. */
export function programFrom({ original, metered, ...rest }: PortableProgram): Program {
  return {
    ...rest,
    get original() {
      return copy(original);
    },
    get metered() {
      return copy(metered);
    },
  };
}

function shared(bytes: Uint8Array): SharedArrayBuffer {
  const buffer = new SharedArrayBuffer(bytes.length);
  new Uint8Array(buffer).set(bytes);
  return buffer;
}

function copy(buffer: SharedArrayBuffer): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(new Uint8Array(buffer));
}
