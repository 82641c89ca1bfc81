// A native library has a SIGSEGV handler of its own, installed before or after ours, which chains or not. Its
// own calls are plain koffi; the guarded guest is another library.
import { subscribe } from "node:diagnostics_channel";
import { koffi } from "@cofferdam/ffi";
import { args, faulting, open, report, times } from "./setup.mjs";

const [path, order, chaining, ending] = args;
const other = koffi.load(path);
const install = other.func("int install_handler(bool chaining)");
const seen = other.func("int handler_seen()");
const touch = other.func("int touch_lent_page()");
const jump = other.func("int jump_out_of_fault()");
const notices = [];
subscribe("cofferdam:notice", (notice) => notices.push(notice));

if (order === "before") install(chaining === "chaining");
const fault = faulting();
const first = times(50, fault);
if (order === "after") install(chaining === "chaining");
const status = open("honest").status().layers[0]; // looks at the handlers

report({
  first,
  faults: times(50, fault),
  mended: times(50, () => touch() === 42 && fault()),
  jumped: times(50, () => jump() === 42 && fault()),
  seen: seen(),
  handlers: status?.handlers,
  notices,
});
if (ending) other.func("int unexpected_fault()")();
