/** Starts a program bare or under the launcher, as this user or as nobody, and always ends it. */
import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { type ConfinementOptions, launcherArguments } from "../../src/confinement.ts";
import { type LauncherReport, parseReport } from "../../src/confinement-report.ts";
import { nodeNeeds } from "../../src/node-needs.ts";
import type { Programs } from "./programs.ts";

/** Only for what hangs. */
const TIMEOUT_MS = 60_000;
const MAX_OUTPUT_CHARS = 100_000;

export type User = "root" | "nobody" | "self";

export interface Ended {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly report: LauncherReport;
}

/** Users that programs can be started as, from this one. */
export function users(): readonly User[] {
  if (process.getuid?.() !== 0) return skipUser("root", "this is not root", ["self"]);
  const works = spawnSync("setpriv", [...asNobody, "true"]).status === 0;
  return works ? ["root", "nobody"] : skipUser("nobody", "setpriv cannot change users", ["root"]);
}

function skipUser(user: User, why: string, rest: readonly User[]): readonly User[] {
  console.log(`SKIP confinement as ${user}: ${why}`);
  return rest;
}

const NOBODY = 65534;
const asNobody = ["--reuid", `${NOBODY}`, "--regid", `${NOBODY}`, "--clear-groups"];

/** The numeric id of who `user` is. */
export function idOf(user: User): number {
  return user === "nobody" ? NOBODY : (process.getuid?.() ?? 0);
}

/** The command as `user`. setpriv becomes it: the pid and the parent stay. */
export function commandAs(user: User, command: readonly string[]): string[] {
  return user === "nobody" ? ["setpriv", ...asNobody, ...command] : [...command];
}

/** Pieces that the table of crimes counts on; the count of processes shows in the table itself. */
const counted = (piece: string) => piece !== "processes";

/** Whether the launcher can do everything here. */
export function isConfinable({ launcher }: Programs): boolean {
  const { stdout } = spawnSync(launcher, ["--probe"], { encoding: "utf8", timeout: TIMEOUT_MS });
  const missing = parseReport(stdout).pieces.filter((p) => !p.applied && counted(p.piece));
  for (const { piece, reason } of missing) console.log(`SKIP confinement: ${piece}: ${reason}`);
  return missing.length === 0;
}

/** What the hostile program needs under the launcher, and limits that it reaches. */
export function hostileOptions(programs: Programs, more: ConfinementOptions = {}) {
  const needs = nodeNeeds(process.execPath);
  return {
    memory: "128MiB",
    files: 32,
    processes: 8,
    ...more,
    read: [...needs.read, programs.seal, ...(more.read ?? [])],
    execute: [programs.hostile, ...needs.execute.slice(1), ...(more.execute ?? [])],
  } satisfies ConfinementOptions;
}

/** The launcher's command line for a program; it reports to descriptor 3. */
export function launched(
  programs: Programs,
  options: ConfinementOptions,
  [program = "", ...args]: readonly string[],
  keepFds: readonly number[] = [],
): string[] {
  const launch = { reportFd: 3, keepFds, parent: process.pid, program, args };
  return [programs.launcher, ...launcherArguments(options, launch)];
}

export interface RunOptions {
  readonly user?: User;
  readonly env?: Readonly<Record<string, string>>;
  /** How many descriptors beyond 3 the process inherits. */
  readonly moreFds?: number;
}

/** In a process group of its own, without core files, killed with all of the group. */
export function run(command: readonly string[], options: RunOptions = {}): Promise<Ended> {
  const { user = "self", env = {}, moreFds = 0 } = options;
  const full = ["-c", 'ulimit -S -c 0; exec "$@"', "sh", ...commandAs(user, command)];
  const child = spawn("sh", full, {
    detached: true,
    stdio: ["ignore", "pipe", "pipe", "pipe", ...Array(moreFds).fill("pipe")],
    env: { PATH: process.env.PATH, ...env },
  });
  const output = ["", "", "", ""];
  for (const fd of [1, 2, 3]) {
    const stream = child.stdio[fd] as NodeJS.ReadableStream;
    stream.setEncoding("utf8").on("data", (text: string) => {
      if ((output[fd] as string).length < MAX_OUTPUT_CHARS) output[fd] += text;
    });
  }
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => process.kill(-(child.pid as number), "SIGKILL"), TIMEOUT_MS);
    child.on("error", reject);
    child.on("close", (status, signal) => {
      clearTimeout(timer);
      const [, stdout = "", stderr = "", report = ""] = output;
      resolve({ status, signal, stdout, stderr, report: parseReport(report) });
    });
  });
}

/** "name result" lines of the hostile program. */
export function results(ended: Ended): Record<string, string> {
  const lines = ended.stdout.split("\n").filter((line) => line !== "");
  if (lines.length === 0) throw new Error(`nothing was done: ${JSON.stringify(ended)}`);
  return Object.fromEntries(lines.map((line) => line.split(" ") as [string, string]));
}

/** Whether a process is there, and not a zombie that nobody has reaped. */
export function isAlive(pid: number): boolean {
  if (!existsSync(`/proc/${pid}`)) return false;
  return !/^State:\s+[ZX]/m.test(spawnSync("cat", [`/proc/${pid}/status`]).stdout.toString());
}
