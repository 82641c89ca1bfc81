// An overrun without `signals`: nobody is there to catch the trap.
import { isolate } from "@cofferdam/core";
import { library } from "@cofferdam/ffi";
import { guardedBuffer, memory } from "@cofferdam/memory";
import { args, report } from "./setup.mjs";

const [path, how] = args;
const guest = isolate([memory()]).openSync(library(path));
const write = guest.func("int write_at(uint8_t *bytes, long offset)");
const buffer = how === "guarded" ? guardedBuffer(10) : Buffer.alloc(10);
report(write(buffer, 9));
write(buffer, 10);
report("survived");
