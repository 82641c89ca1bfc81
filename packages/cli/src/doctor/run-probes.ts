/** Probes run in child processes: whatever one of them comes to is a row, and no more than that. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable } from "node:stream";
import { Attempt } from "./attempt.js";
import { decode, type Ended, MESSAGE_FD } from "./messages.js";

export interface RunOptions {
  /** The program that runs them. */
  readonly main: string;
  /** Milliseconds that each of them may take. */
  readonly deadline: number;
  /** Called when one has ended. */
  readonly onEnd: (ended: Ended) => void;
}

/** Runs them one after the other in one process, and when that dies, from there on in another. */
export async function runProbes(ids: readonly string[], options: RunOptions): Promise<void> {
  let left = ids;
  while (left.length > 0) left = left.slice(await runUntilDeath(left, options));
}

/** @returns how many have ended: at least one, as a death is the end of the one that had begun */
async function runUntilDeath(
  ids: readonly string[],
  { main, deadline, onEnd }: RunOptions,
): Promise<number> {
  const child = start(main, ids);
  const attempt = new Attempt(ids, deadline, onEnd, () => child.kill("SIGKILL"));
  const [words, [code, signal]] = await Promise.all([
    lastWords(child.stderr as Readable),
    once(child, "close"),
    listen(child.stdio[MESSAGE_FD] as Readable, attempt),
  ]);
  return attempt.close(signal ?? `exit code ${code}`, words);
}

function start(main: string, ids: readonly string[]): ChildProcess {
  return spawn(process.execPath, [main, ...ids], { stdio: ["ignore", "ignore", "pipe", "pipe"] });
}

async function listen(stream: Readable, attempt: Attempt): Promise<void> {
  let text = "";
  for await (const chunk of stream.setEncoding("utf8")) {
    const { messages, rest } = decode(text + chunk);
    text = rest;
    for (const message of messages) attempt.hear(message);
  }
}

/** The last line that was written. */
async function lastWords(stream: Readable): Promise<string> {
  let text = "";
  for await (const chunk of stream.setEncoding("utf8")) text = (text + chunk).slice(-MAX_WORDS);
  return text.trim().split("\n").at(-1) ?? "";
}

/** Of standard error, a line and more. */
const MAX_WORDS = 4096;
