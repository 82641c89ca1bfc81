import { dynamicValue, type ElfImage, tableAt } from "./image.js";
import { Indexes } from "./indexes.js";

/** Where each of the two tables is, and how long: of data, and of what is called. */
const tables = [
  { address: 7, size: 8 }, // DT_RELA, DT_RELASZ
  { address: 23, size: 2 }, // DT_JMPREL, DT_PLTRELSZ
];
const RELOCATION_BYTES = 24;

/** Indexes of the symbols that the loader has to find before the library can run. @throws MalformedError */
export function relocatedSymbols(image: ElfImage): Indexes {
  const found = new Indexes();
  for (const { address, size } of tables) {
    const [start, length] = [dynamicValue(image, address), dynamicValue(image, size)];
    if (start === undefined || length === undefined || length === 0) continue;
    const { bytes } = tableAt(image, start, length, "relocations");
    for (let at = 0; at + RELOCATION_BYTES <= bytes.length; at += RELOCATION_BYTES) {
      const index = bytes.readUInt32LE(at + 12);
      if (index !== 0) found.add(index); // the first symbol is none
    }
  }
  return found;
}
