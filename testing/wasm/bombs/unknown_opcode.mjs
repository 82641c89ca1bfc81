// A guest with an instruction that nobody has defined.

import { moduleOf, op } from "../binary.mjs";

const UNKNOWN = Buffer.from("ff", "hex");

export default function unknownOpcode() {
  return moduleOf([[op.local(0), UNKNOWN]]);
}
