// A guest overflows its own stack with no layer that would catch the fault.
import { isolate } from "@cofferdam/core";
import { library } from "@cofferdam/ffi";
import { stack } from "@cofferdam/stack";
import { libraryPath } from "@cofferdam/testing/guests/crimes.mjs";
import { report } from "./setup.mjs";

const guard = isolate([stack()]);
const honest = guard.openSync(library(libraryPath("honest")));
report(honest.func("int add(int a, int b)")(1, 2));
const name = "stack_overflow_large";
report(guard.openSync(library(libraryPath(name))).func(`int ${name}(void)`)());
