// A guest that says it has four billion functions, and ends there: who allocates first and reads later is out of memory.

import { HEADER, leb, section, vector } from "../binary.mjs";

const COUNT = 0xffff_ffff;

export default function lyingCount() {
  return Buffer.concat([
    HEADER,
    section(1, vector([Buffer.from("60017f017f", "hex")])),
    section(3, leb(COUNT)),
  ]);
}
