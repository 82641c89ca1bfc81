/** The stand-alone helper as a process, for the length of a test file. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll } from "vitest";

const program = fileURLToPath(new URL("../../dist/ffi-helper.bundle.js", import.meta.url));

const processes: ChildProcess[] = [];
const folders: string[] = [];

afterAll(() => {
  for (const child of processes) child.kill("SIGKILL");
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A process that is ended in the end. */
export function ending<T extends ChildProcess>(child: T): T {
  processes.push(child);
  return child;
}

/** A folder that is removed in the end. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "cofferdam-"));
  folders.push(folder);
  return folder;
}

export interface Ending {
  readonly code: number | null;
  readonly signal: string | null;
}

export class HelperProcess {
  readonly child: ChildProcess;
  readonly ended: Promise<Ending>;
  output = "";
  errors = "";

  constructor(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    this.child = ending(spawn(process.execPath, [program, ...args], { env, cwd: tmpdir() }));
    this.child.stdout?.on("data", (text) => {
      this.output += text;
    });
    this.child.stderr?.on("data", (text) => {
      this.errors += text;
    });
    this.ended = once(this.child, "close").then(([code, signal]) => ({ code, signal }));
  }

  /** Its log, without what differs from run to run. */
  get log(): readonly object[] {
    const lines = this.errors.split("\n").filter((line) => line.startsWith("{"));
    return lines.map((line) => {
      const { time: _, ms: __, ...rest } = JSON.parse(line);
      return rest;
    });
  }

  end(signal: NodeJS.Signals): Promise<Ending> {
    this.child.kill(signal);
    return this.ended;
  }
}

export interface Listening {
  readonly helper: HelperProcess;
  readonly socket: string;
}

/** Starts one that listens at a path of its own, and waits until it does. */
export async function listening(
  args: readonly string[] = [],
  env?: Readonly<Record<string, string>>,
  socket = join(temporaryFolder(), "helper.sock"),
): Promise<Listening> {
  const helper = new HelperProcess(["--socket", socket, ...args], env);
  const isThere = await Promise.race([
    until(() => existsSync(socket)).then(() => true),
    helper.ended.then(() => false),
  ]);
  if (!isThere) throw new Error(helper.errors);
  return { helper, socket };
}

/** Waits for something to become so. */
export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5));
}
