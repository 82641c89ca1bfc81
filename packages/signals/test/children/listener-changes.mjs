// A signal listener comes, or goes, and a guest faults at once, before the event loop has turned.
import { args, faulting, report, times } from "./setup.mjs";

const [way] = args;
const listen = () => {};
const fault = faulting();
const ways = {
  "was added in this tick": () => {
    process.on("SIGSEGV", listen);
    return times(10, fault);
  },
  "was removed in this tick": async () => {
    process.on("SIGSEGV", listen);
    await null;
    process.removeListener("SIGSEGV", listen);
    return times(10, fault);
  },
  "came and went 20 times": async () => {
    for (let round = 0; round < 20; round++) {
      process.on("SIGSEGV", listen);
      await null;
      process.removeListener("SIGSEGV", listen);
      await null;
    }
    return times(10, fault);
  },
};
report({ faults: await ways[way]() });
