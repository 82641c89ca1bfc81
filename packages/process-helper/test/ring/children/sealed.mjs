// node sealed.mjs WHEN traps|fails     a helper without a host: seals itself, then does what the seal forbids
import { writeFileSync } from "node:fs";
import { nativeHelper } from "../../../dist/native.js";

const STANDARD_ERROR = 2;
const [when, way] = process.argv.slice(2);
const native = nativeHelper();
void [process.stdout, process.stderr]; // made non-blocking at first use, which the seal forbids
const reported = native.reportViolations(STANDARD_ERROR);
const sealed = native.seal(Number(when), way === "traps");
const wrote = attempt(() => writeFileSync("/dev/null", ""));
console.log(
  JSON.stringify({ reported, sealed, wrote, killed: attempt(() => process.kill(process.ppid, 0)) }),
);

function attempt(act) {
  try {
    act();
    return "done";
  } catch (error) {
    return error.code;
  }
}
