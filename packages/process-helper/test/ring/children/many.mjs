// node many.mjs HELPER     what 300 helpers leave behind, however they end
import { readdirSync, readFileSync } from "node:fs";
import { setImmediate } from "node:timers/promises";
import { deeds } from "../deeds.mjs";
import { Host, native } from "../host.mjs";

const [helper] = process.argv.slice(2);
const ways = [
  (host) => host.call(deeds.add, [1, 2]),
  (host) => host.call(deeds.die),
  (host) => host.kill(),
  (host) => host.call(deeds.wrongId),
  () => {},
  (host) => native.watch(host.handle, () => {}),
];

await turn(0);
await turn(1);
const before = left();
for (let n = 0; n < 300; n++) await turn(n);
const after = left();
const difference = Object.keys(after).map((name) => [name, after[name] - before[name]]);
console.log(JSON.stringify(Object.fromEntries(difference)));

async function turn(n) {
  const host = new Host().spawn(helper);
  ways[n % ways.length](host);
  host.dispose();
  await setImmediate();
}

function left() {
  const maps = readFileSync("/proc/self/maps", "utf8").split("\n");
  const children = readFileSync(`/proc/self/task/${process.pid}/children`, "utf8").split(" ");
  return {
    fds: readdirSync("/proc/self/fd").length,
    mappings: maps.filter((line) => line.includes("cofferdam-ring")).length,
    children: children.filter((pid) => pid !== "").length,
  };
}
