// A guest faults inside free, without its lock, while another thread holds that for long.
import { koffi } from "@cofferdam/ffi";
import { args, faultOf, open, report, times } from "./setup.mjs";

const trimmer = koffi.load(args[0]);
const free = open("free_invalid").func("int free_invalid(void)");
trimmer.func("int trimmer_start(void)")();
const faults = times(100, () => faultOf(free)?.name === "SIGABRT" && allocate());
report({ faults, trimmed: trimmer.func("int trimmer_stop(void)")() > 0 });

/** Blocks of the sizes that are free. */
function allocate() {
  const blocks = Array.from({ length: 300 }, (_, index) =>
    Buffer.allocUnsafeSlow(9000 + 8 * index).fill(index),
  );
  return blocks.every((block, index) => block[0] === index % 256 && block.at(-1) === index % 256);
}
