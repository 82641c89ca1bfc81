/** The program that a helper runs. */

import { RingLine } from "./helper/ring-line.js";
import { helperFds, nativeHelper } from "./native.js";

const native = nativeHelper();
const ring = native.openRing(helperFds.ring, helperFds.doorbell);
const { buffer } = native.openArena(helperFds.arena);
await new RingLine(native, ring, buffer).serve();
process.exit(); // koffi has threads that would keep it
