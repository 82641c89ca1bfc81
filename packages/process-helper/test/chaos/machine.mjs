// What a run may leave behind, counted.
import { readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";

/** Of this process, and of the machine what is named after us. */
export function leftovers(mark) {
  return {
    descriptors: readdirSync("/proc/self/fd").length,
    shm: readdirSync("/dev/shm").filter((name) => name.includes("cofferdam")).length,
    files: readdirSync(tmpdir()).filter((name) => name.includes("cofferdam-chaos")).length,
    maps: readFileSync("/proc/self/maps", "utf8").split("cofferdam-").length - 1,
    processes: processesOf(mark).length,
  };
}

/** Children, zombies too, and whoever has the mark in its environment. */
export function processesOf(mark) {
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids.filter((pid) => Number(pid) !== process.pid && isOurs(pid, mark));
}

function isOurs(pid, mark) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    const [, parent] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return Number(parent) === process.pid || readFileSync(`/proc/${pid}/environ`).includes(mark);
  } catch {
    return false; // it has ended
  }
}
