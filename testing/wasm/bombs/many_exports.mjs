// A guest that exports the same function under 100,000 names.

import { HEADER, leb, op, section, sized, vector } from "../binary.mjs";

const NAMES = 100_000;

export default function manyExports() {
  const code = sized(Buffer.concat([leb(0), op.local(0), op.end]));
  const exportOf = (name) => Buffer.concat([sized(Buffer.from(name)), Buffer.from("0000", "hex")]);
  const names = ["run", ...Array.from({ length: NAMES - 1 }, (_, i) => `name${i}`)];
  return Buffer.concat([
    HEADER,
    section(1, vector([Buffer.from("60017f017f", "hex")])),
    section(3, vector([leb(0)])),
    section(7, vector(names.map(exportOf))),
    section(10, vector([code])),
  ]);
}
