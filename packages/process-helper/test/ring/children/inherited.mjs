// What helpers inherit: as /proc shows it of a sleeping program.
import { openSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { Host, native } from "../host.mjs";

const zero = openSync("/dev/zero"); // of the host, and not for a helper that is not given it
const sleeping = (more) => new Host().spawn("/bin/sleep", ["600"], { env: ["ONLY=this"], ...more });
const arena = native.createArena(4096).handle;
const plain = sleeping({ output: "null" });
const rich = sleeping({ output: "tail", arena, report: true, fds: [zero, process.stderr.fd] });
const inheriting = sleeping({ output: "inherit" });
for (const host of [plain, rich, inheriting]) {
  // the program has begun, but its memory and descriptors may still be the old ones
  while (readFileSync(`/proc/${host.pid}/environ`).length === 0);
}

const proc = `/proc/${plain.pid}`;
const [, , , , , session] = readFileSync(`${proc}/stat`, "utf8").split(" ");
const ignored = /SigIgn:\s*([0-9a-f]+)/.exec(readFileSync(`${proc}/status`, "utf8"))?.[1];
const own = links(process.pid);
const report = {
  plain: links(plain.pid).map(kindOf),
  rich: links(rich.pid).map((link) => (link === own[2] ? "host's 2" : kindOf(link))),
  inherits: links(inheriting.pid).slice(1, 3).join() === own.slice(1, 3).join(),
  env: readFileSync(`${proc}/environ`, "utf8").split("\0").filter(Boolean),
  leadsSession: Number(session) === plain.pid,
  ignoresPipe: ((BigInt(`0x${ignored}`) >> 12n) & 1n) === 1n,
};
for (const host of [plain, rich, inheriting]) host.dispose();
console.log(JSON.stringify(report));

/** What its descriptors are, 0 first, as far as they follow each other. */
function links(pid) {
  const all = new Map(readdirSync(`/proc/${pid}/fd`).map((fd) => [Number(fd), linkOf(pid, fd)]));
  return Array.from({ length: Math.max(...all.keys()) + 1 }, (_, fd) => all.get(fd) ?? "none");
}

function linkOf(pid, fd) {
  try {
    return readlinkSync(`/proc/${pid}/fd/${fd}`);
  } catch {
    return "none"; // the one that the folder was read with
  }
}

function kindOf(link) {
  return link.replace(/^\/memfd:([a-z-]+).*/, "$1").replace(/:.*/, "");
}
