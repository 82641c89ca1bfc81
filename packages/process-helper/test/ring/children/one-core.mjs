// node one-core.mjs HELPER     calls helpers while it and they share one core
import { execFileSync } from "node:child_process";
import { Host } from "../host.mjs";

const CALLS = 20_000;
// all threads of this process; its children inherit it
execFileSync("taskset", ["-a", "-p", "-c", "0", String(process.pid)]);
console.log(JSON.stringify({ right: [right(), right(process.argv[2])] }));

function right(program) {
  const host = new Host().spawn(program);
  let count = 0;
  for (let n = 0; n < CALLS; n++) {
    if (host.call(0, [n, 1]).slots?.[0] === n + 1) count++;
  }
  host.dispose();
  return count;
}
