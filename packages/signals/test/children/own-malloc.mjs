// Runs under an allocator that is not glibc's: faults outside of it, then one inside.
import { faulting, open, report, times } from "./setup.mjs";

const fault = faulting();
const guest = open("free_invalid");
const mallocRepair = guest.status().layers[0]?.mallocRepair;
report({ mallocRepair, faults: times(10, fault) });
guest.func("int free_invalid(void)")();
report("still here");
