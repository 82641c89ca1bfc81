/** The program that a helper runs. */
import { helperFds, nativeHelper } from "../native.js";
import { RingLine } from "./ring-line.js";

const native = nativeHelper();
const ring = native.openRing(helperFds.ring, helperFds.doorbell);
const { buffer } = native.openArena(helperFds.arena);
await new RingLine(native, ring, buffer).serve();
process.exit(); // koffi has threads that would keep it
