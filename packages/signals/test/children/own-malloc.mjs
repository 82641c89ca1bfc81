// Runs under an allocator that is not glibc's: a fault outside of it, then one inside.
import { faulting, open, report, times } from "./setup.mjs";

const fault = faulting();
const free = open("free_invalid");
const { mallocRepair } = free.status().layers[0];
report({ mallocRepair, faults: times(10, fault) });
free.func("int free_invalid(void)")();
report("still here");
