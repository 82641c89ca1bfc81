// Guests crash on stacks that are nearly full, or write above them: no overflows.
import { args, faultOf, openPath, report } from "./setup.mjs";

const SIZE = 256 * 1024;
const library = openPath(args[0], SIZE);
const crash = library.func("int crash_deep(int bytes)");
const above = library.func("int write_above(int bytes)");

report({
  full: [0, 1000, SIZE / 2, SIZE - 1024].map((bytes) => of(faultOf(() => crash(bytes)))),
  above: [4096, 70_000, 900_000].map((bytes) => of(faultOf(() => above(bytes)))),
  over: of(faultOf(() => crash(SIZE))),
});

function of(fault) {
  return [fault.kind, fault.name ?? fault.limit, fault.address === "0x0"];
}
