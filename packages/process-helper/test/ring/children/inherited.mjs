// What a helper inherits: as /proc shows it of a sleeping program.
import { openSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { Host } from "../host.mjs";

openSync("/dev/zero"); // of the host, and not for the helper
const host = new Host().spawn("/bin/sleep", ["600"], ["ONLY=this"]);
const proc = `/proc/${host.pid}`;
// the program has begun, but its memory and descriptors may still be the old ones
while (readFileSync(`${proc}/environ`).length === 0);
const fds = readdirSync(`${proc}/fd`).map((fd) => `${fd} ${readlinkSync(`${proc}/fd/${fd}`)}`);
const [, , , , , session] = readFileSync(`${proc}/stat`, "utf8").split(" ");
const ignored = /SigIgn:\s*([0-9a-f]+)/.exec(readFileSync(`${proc}/status`, "utf8"))?.[1];
const report = {
  // 1 and 2 are this process's standard error
  fds: fds.filter((fd) => !/^[12] /.test(fd)).map((fd) => fd.replace(/\/?(memfd|socket):.*/, "$1")),
  env: readFileSync(`${proc}/environ`, "utf8").split("\0").filter(Boolean),
  leadsSession: Number(session) === host.pid,
  ignoresPipe: ((BigInt(`0x${ignored}`) >> 12n) & 1n) === 1n,
};
host.dispose();
console.log(JSON.stringify(report));
