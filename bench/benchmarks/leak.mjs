// What many recovered faults leave behind: memory, file descriptors, mappings. Each crime in a child of its own.
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { crimes } from "@cofferdam/testing/guests/crimes.mjs";
import { layerLists } from "../layers.mjs";
import { figure } from "../results.mjs";

const FAULTS = 20_000;
const THOROUGH_FAULTS = 100_000;
const CHILD = fileURLToPath(new URL("../children/leak.mjs", import.meta.url));
/** Memory does not feel a neighbour, so two children share the machine. */
const PARALLEL = 2;
const TIMEOUT_MS = 120_000;
/** V8's young generation grows to 48 MB in a loop that throws errors; held small, a leak of ours shows. */
const SMALL_YOUNG_GENERATION = ["--max-semi-space-size=1"];
/** V8 maps and unmaps a few blocks between any two looks; a leak would show in thousands. */
const FLAT_MAPPINGS = 8;
const SLOW_SHARE = 50;

export async function run({ thorough }) {
  const faults = thorough ? THOROUGH_FAULTS : FAULTS;
  const left = await inParallel(jobs(), (job) => child(job, faults));
  const judged = left.filter(({ nodeArgs }) => nodeArgs === SMALL_YOUNG_GENERATION);
  return {
    title: `leak: what ${faults} recovered faults leave behind`,
    columns: ["crime", "RSS KiB", "JS heap KiB", "fds", "mappings"],
    rows: left.map(row),
    figures: [
      figure("most RSS growth", most(judged, "rss") / 1024 ** 2, "MB", 5),
      figure("most new file descriptors", most(judged, "fds"), "", 0),
      figure("most new mappings", most(judged, "mappings"), "", FLAT_MAPPINGS),
    ],
    faults,
    left,
  };
}

/** What a signal is not. A call that is ended in libc, and one in the target. */
const others = [
  { name: "cpp_exception", layers: "signals + stack" },
  { name: "sleeps_for_ever", layers: "signals + deadline of 5 ms + stack" },
  { name: "endless_loop", layers: "signals + deadline of 5 ms + stack" },
  { name: "buffer_overrun", layers: "signals + stack + memory" },
];

/** Each crime that leaves malloc intact, with each list of layers; others; and one with Node as it comes. */
function jobs() {
  const names = crimes
    .filter(({ expect, leavesMalloc }) => expect.kind !== "none" && leavesMalloc === "intact")
    .map(({ name }) => name);
  const judged = Object.keys(layerLists).flatMap((layers) =>
    names.map((name) => ({ name, layers, nodeArgs: SMALL_YOUNG_GENERATION })),
  );
  const more = others.map((other) => ({ ...other, nodeArgs: SMALL_YOUNG_GENERATION }));
  return [...judged, ...more, { name: "null_write", layers: "signals + stack", nodeArgs: [] }];
}

function row({ name, layers, nodeArgs, rss, heap, fds, mappings }) {
  const title = `${name}, ${layers}${nodeArgs.length ? "" : ", young generation not held small"}`;
  return [title, Math.round(rss / 1024), Math.round(heap / 1024), fds, mappings];
}

/** In place, an overflow takes 26 ms: its whole stack is searched for host code. A timeout takes its time too. */
function count({ name, layers }, faults) {
  const searched = name.startsWith("stack_overflow") && !layers.includes("stack");
  return searched || layers.includes("deadline of 5 ms") ? faults / SLOW_SHARE : faults;
}

async function child(job, most) {
  const faults = count(job, most);
  const args = ["--expose-gc", ...job.nodeArgs, CHILD, job.name, job.layers, String(faults)];
  const options = { timeout: TIMEOUT_MS, maxBuffer: Number.POSITIVE_INFINITY };
  const { stdout } = await promisify(execFile)(process.execPath, args, options);
  return { ...job, faults, ...JSON.parse(stdout) };
}

async function inParallel(jobs, work) {
  const results = [];
  const waiting = [...jobs.entries()];
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [index, job] = next;
      results[index] = await work(job);
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, worker));
  return results;
}

function most(left, key) {
  return Math.max(...left.map((one) => one[key]));
}
