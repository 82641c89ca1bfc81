/**
 * Runs a script in a Node of its own: whatever may kill its process is tested there. The child leads its own
 * process group, writes no core file, and is killed with the whole group when its time is up.
 */
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** Only for what hangs: a busy machine takes twenty times as long as an idle one. */
const DEFAULT_TIMEOUT_MS = 90_000;
const MAX_OUTPUT_CHARS = 1_000_000;

export interface ChildOptions {
  readonly args?: readonly string[];
  /** The Node to run it with. Default: the one that runs now. */
  readonly node?: string;
  /** Options of Node itself, before the script. */
  readonly nodeArgs?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly timeout?: number;
  /** Called with the child's pid when its standard output first shows `text`. */
  readonly when?: { readonly text: string; readonly run: (pid: number) => void };
}

export interface ChildResult {
  /** Exit code; null when a signal ended it. */
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly timedOut: boolean;
  readonly stdout: string;
  readonly stderr: string;
  /** The last line of its standard output, as JSON. */
  readonly report: () => unknown;
}

/** For `when`: what has not ended a second later never will; it is killed. */
export function killLater(pid: number): void {
  setTimeout(() => process.kill(-pid, "SIGKILL"), 1000);
}

/** @param script URL or path of a .mjs file */
export function runChild(script: URL | string, options: ChildOptions = {}): Promise<ChildResult> {
  const { args = [], nodeArgs = [], env, timeout = DEFAULT_TIMEOUT_MS, when } = options;
  const { node = process.execPath } = options;
  const path = script instanceof URL ? fileURLToPath(script) : script;
  // no core files: a crash here is expected
  const command = 'ulimit -c 0; exec "$0" "$@"';
  const child = spawn("sh", ["-c", command, node, ...nodeArgs, path, ...args], {
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, NODE_OPTIONS: "", ...env },
  });
  return new Promise((resolve, reject) => {
    const output = { stdout: "", stderr: "" };
    let timedOut = false;
    let waiting = when;
    const timer = setTimeout(() => {
      timedOut = true;
      if (child.pid) process.kill(-child.pid, "SIGKILL");
    }, timeout);
    for (const name of ["stdout", "stderr"] as const) {
      child[name].setEncoding("utf8").on("data", (text: string) => {
        if (output[name].length < MAX_OUTPUT_CHARS) output[name] += text;
        if (waiting && child.pid && output.stdout.includes(waiting.text)) {
          const { run } = waiting;
          waiting = undefined;
          run(child.pid);
        }
      });
    }
    child.on("error", reject);
    child.on("close", (status, signal) => {
      clearTimeout(timer);
      const report = () => {
        const line = output.stdout.trim().split("\n").at(-1) ?? "";
        if (line !== "") return JSON.parse(line);
        const end = signal ?? `exit code ${status}`;
        throw new Error(`${path} reported nothing (${end}): ${output.stderr.slice(-1000)}`);
      };
      resolve({ status, signal, timedOut, ...output, report });
    });
  });
}
