// Stands in for the program that runs probes: what each of these does is its name.
import { writeSync } from "node:fs";

const deeds = {
  "is-well": () => {},
  crashes: () => process.kill(process.pid, "SIGSEGV"),
  leaves: () => process.exit(7),
  complains: () => {
    writeSync(2, "one line\nanother line\n");
    process.kill(process.pid, "SIGKILL");
  },
  hangs: () => {
    for (;;);
  },
};

for (const id of process.argv.slice(2)) {
  if (id === "does-not-begin") process.exit(1);
  writeSync(3, `${JSON.stringify({ begun: id })}\n`);
  deeds[id]();
  const seen = { holds: "yes", seen: `by ${process.pid}` };
  writeSync(3, `${JSON.stringify({ ended: id, seen, milliseconds: 1, missing: false })}\n`);
}
process.exit();
