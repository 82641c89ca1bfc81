// node killed-host.mjs HELPER idle|loop|sleep|node     waits to be killed while its helper is in that state
import { deeds } from "../deeds.mjs";
import { Host } from "../host.mjs";

const [helper, state] = process.argv.slice(2);
const host = new Host().spawn(state === "node" ? undefined : helper);
host.call(deeds.add, [1, 2]);
if (state in deeds) {
  host.prepare(deeds[state]);
  host.publish(1);
}
console.log(JSON.stringify([host.pid]));
setInterval(() => {}, 1000);
