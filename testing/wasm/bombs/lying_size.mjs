// A guest whose code section says it is longer than the module.

import { HEADER, leb, section, vector } from "../binary.mjs";

export default function lyingSize() {
  return Buffer.concat([
    HEADER,
    section(1, vector([Buffer.from("60017f017f", "hex")])),
    section(3, vector([leb(0)])),
    Buffer.from([10]),
    leb(0xffff_ffff),
    leb(1),
  ]);
}
