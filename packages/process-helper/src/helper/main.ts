/** The program that a helper runs: descriptors 3 to 5 are what native/process/spawn.h says. */
import { nativeHelper } from "../native.js";
import { RingLine } from "./ring-line.js";

const RING = 3;
const DOORBELL = 4;
const ARENA = 5;

const native = nativeHelper();
const ring = native.openRing(RING, DOORBELL);
const hasArena = process.argv.includes("--arena");
const arena = hasArena ? native.openArena(ARENA).buffer : undefined;
await new RingLine(native, ring, arena).serve();
process.exit();
