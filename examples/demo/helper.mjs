// The same corpus, and what no guard within a process can contain, in confined helper processes; and a kill -9.

import { isolate } from "@cofferdam/core";
import { library } from "@cofferdam/ffi";
import { processHelper } from "@cofferdam/process-helper";
import { crimes, libraryPath } from "@cofferdam/testing/guests/crimes.mjs";
import { ailments } from "./host.mjs";
import { cyan, dim, green, red, report, yellow } from "./terminal.mjs";

const guard = isolate([processHelper({ spare: 0, timeout: 300 })]);

/** Of the C library: a guest would do the same. */
const deeds = [
  { title: "exits with code 3", call: "void exit(int code)", args: [3], kind: "exit" },
  { title: "waits for ever", call: "int pause()", args: [], kind: "timeout" },
  {
    title: "connects to somebody",
    call: "int socket(int, int, int)",
    args: [2, 1, 0],
    kind: "violation",
  },
  {
    title: "starts a shell",
    call: "int execv(const char *path, const char **arguments)",
    args: ["/bin/sh", ["sh", null]],
    kind: "violation",
  },
  {
    title: "kills its host",
    call: "int kill(int pid, int signal)",
    args: [process.pid, 9],
    kind: "violation",
  },
  {
    title: "opens a file to write",
    call: "void *fopen(const char *path, const char *mode)",
    args: ["/tmp/cofferdam", "w"],
    kind: "violation",
  },
];
const TITLE_WIDTH = Math.max(...crimes.map(({ title }) => title.length));

/** @returns {Promise<{ committed: number, contained: number, checks: boolean[] }>} */
export async function helperPart() {
  let contained = 0;
  for (const crime of crimes) if (await witness(crime)) contained++;
  console.log();
  const libc = await guard.open(library("libc.so.6"));
  const attempted = deeds.filter(({ kind }) => kind !== "violation" || isSealed(libc));
  for (const deed of attempted) if (attempt(libc, deed)) contained++;
  libc.dispose();
  console.log();
  return { committed: crimes.length + attempted.length, contained, checks: await killings() };
}

/** Some containers forbid the filter that names forbidden calls: what is not tried is said. */
function isSealed(libc) {
  const { applied, reason } = libc
    .status()
    .helper.confinement.find(({ piece }) => piece === "seccomp");
  if (!applied) console.log(dim(`  SKIP a forbidden system call: no seccomp here (${reason})`));
  return applied;
}

async function witness({ name, title, prototype, prepare }) {
  process.stdout.write(`  ${title.padEnd(TITLE_WIDTH)}  `);
  const guest = await guard.open(library(libraryPath(name)));
  const outcome = outcomeOf(() => {
    if (prepare) guest.func(prepare)();
    return guest.func(prototype)();
  });
  const { restarts } = guest.status().helper;
  guest.dispose();
  const wrong = ailments();
  console.log(describe(outcome) + (restarts > 0 ? dim("  replaced") : ""));
  if (wrong.length > 0) console.log(red(`  NOT CONTAINED: ${wrong.join(", ")}`));
  return wrong.length === 0;
}

function attempt(libc, { title, call, args, kind }) {
  const outcome = outcomeOf(() => libc.func(call)(...args));
  const isContained = outcome.error?.fault?.kind === kind;
  console.log(`  ${title.padEnd(TITLE_WIDTH)}  ${describe(outcome)}`);
  return isContained && libc.func("int abs(int)")(-1) === 1;
}

/** Somebody kills the helper with calls in it: which are lost, and when is the next one good? */
async function killings() {
  const libc = await isolate([processHelper()]).open(library("libc.so.6"));
  const abs = libc.func("int abs(int)");
  const nap = libc.func("int usleep(uint32_t microseconds)");
  while (libc.status().helper.spares === 0) await nap.async(10_000);
  const calls = [nap.async(200_000), ...Array.from({ length: 100 }, (_, n) => abs.async(-n))];
  await new Promise((resolve) => setTimeout(resolve, 50));
  const start = performance.now();
  process.kill(libc.status().helper.helpers[0].pid, "SIGKILL");
  const [running, ...waiting] = await Promise.allSettled(calls);
  const took = (performance.now() - start).toFixed(0);
  const right = waiting.filter(({ value }, n) => value === n).length;
  const { restarts } = libc.status().helper;
  libc.dispose();
  return [
    report(
      running.reason?.fault?.signal === "SIGKILL",
      "kill -9: the call that it was at has a fault",
    ),
    report(
      right === 100 && restarts === 1,
      `the 100 behind it are done by a spare, ${took} ms later`,
    ),
  ];
}

function outcomeOf(call) {
  try {
    return { value: call() };
  } catch (error) {
    return { error };
  }
}

function describe({ error, value }) {
  if (error === undefined) return yellow(`returned ${value}`);
  const { fault } = error;
  const detail = fault?.signal ?? fault?.resource ?? (fault?.limit && `after ${fault.limit} ms`);
  return `${green(error.name)} ${cyan(detail ?? fault?.exitCode ?? error.code)}`;
}
