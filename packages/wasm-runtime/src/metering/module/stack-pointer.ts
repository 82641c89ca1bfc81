import { KIND, SECTION } from "../binary/opcode.js";
import { Reader } from "../binary/reader.js";
import type { Shape } from "./shape.js";

/** What LLVM calls the global that a guest's own stack, in its memory, ends at (tool-conventions: BasicCABI). */
const NAME = "__stack_pointer";
/** Of the section "name": the names of globals (WebAssembly specification, appendix "Name section"). */
const GLOBAL_NAMES = 7;

/** Index of the global, where the module exports it by its name, or has names. */
export function stackPointerOf(shape: Shape): number | undefined {
  const own = shape.exports.find(({ kind, name }) => kind === KIND.GLOBAL && name === NAME);
  const index = own?.index ?? namedIn(shape);
  return index !== undefined && shape.globals[index]?.isMutable ? index : undefined;
}

function namedIn({ bytes, sections }: Shape): number | undefined {
  for (const { id, at, end } of sections) {
    if (id !== SECTION.CUSTOM) continue;
    try {
      const found = searched(new Reader(bytes, at, end));
      if (found !== undefined) return found;
    } catch {
      // whatever is in a custom section does not make a module invalid
    }
  }
  return undefined;
}

function searched(reader: Reader): number | undefined {
  if (reader.name() !== "name") return undefined;
  while (!reader.isAtEnd) {
    const part = reader.byte();
    const end = reader.u32() + reader.at;
    if (part === GLOBAL_NAMES) return among(reader);
    reader.at = end;
  }
  return undefined;
}

function among(reader: Reader): number | undefined {
  for (let rest = reader.u32(); rest > 0; rest--) {
    const index = reader.u32();
    if (reader.name() === NAME) return index;
  }
  return undefined;
}
