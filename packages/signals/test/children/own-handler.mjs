// Another library has a SIGSEGV handler of its own, installed before or after ours, which chains or not. Its
// own calls are plain koffi; the guarded guest is another library.
import { koffi } from "@cofferdam/ffi";
import { args, faulting, open, report, times } from "./setup.mjs";

const [path, order, chaining, ending] = args;
const other = koffi.load(path);
const install = other.func("int install_handler(bool chaining)");
const touch = other.func("int touch_lent_page()");
const jump = other.func("int jump_out_of_fault()");

if (order === "before") install(chaining === "chaining");
const fault = faulting();
const before = times(50, fault);
if (order === "after") install(chaining === "chaining");
const [layer] = open("honest").status().layers; // status() looks at the handlers

const faults = times(50, fault);
const returned = times(50, () => touch() === 42 && fault());
const jumped = ending === "jump" ? times(50, () => jump() === 42 && fault()) : undefined;
const seen = other.func("int handler_seen()")();
report({ before, faults, returned, jumped, seen, handlers: layer?.handlers });
if (ending === "crash") other.func("int unexpected_fault()")();
