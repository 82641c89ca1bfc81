/** The guest that ends its process and counts what it did, open in helpers; and who ends those from outside. */
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Fault, IsolationError, type IsolationLayer, isolate } from "@cofferdam/core";
import { koffi, library } from "@cofferdam/ffi";
import { afterAll, afterEach } from "vitest";
import { compileGuest } from "../../../../testing/compile.ts";
import {
  type ProcessHelperOptions,
  processHelper,
  type RemoteLibraryStatus,
} from "../../dist/index.js";

koffi.proto("int EndingCallback(int value)");
koffi.proto("const char *EndingTextCallback(int value)");

const folder = mkdtempSync(join(tmpdir(), "cofferdam-ending-"));
afterAll(() => rmSync(folder, { recursive: true }));
const source = new URL("ending.c", import.meta.url);
export const endingGuest = compileGuest(source);
/** It cannot be unloaded: after a fault it cannot be made new in its process. */
export const lastingGuest = compileGuest(source, ["-Wl,-z,nodelete"]);

export const ways = {
  kill: 0,
  exit: 1,
  quickExit: 2,
  abort: 3,
  crash: 4,
  closeAll: 5,
  sleep: 6,
  spin: 7,
  blockSignals: 8,
  overflow: 9,
} as const;

const opened: Disposable[] = [];
afterEach(() => {
  for (const one of opened.splice(0)) one[Symbol.dispose]();
});

let files = 0;

/** @param inner layers that are in the helper */
export function openEnding(
  options: ProcessHelperOptions = {},
  inner: readonly IsolationLayer[] = [],
  path = endingGuest,
) {
  const counts = join(folder, `counts-${++files}`);
  writeFileSync(counts, "");
  const confinement = { env: { COUNTS: counts }, write: [counts] };
  const layers = [processHelper({ confinement, timeout: 20_000, ...options }), ...inner];
  const lib = isolate(layers).openSync(library(path));
  opened.push(lib);
  const status = () => lib.status() as unknown as RemoteLibraryStatus;
  return {
    lib,
    status,
    /** The process that calls go to. */
    pid: () => status().helper.helpers[0]?.pid as number,
    /** How often each number was done. */
    done: () => {
      const bytes = readFileSync(counts);
      const times = new Map<number, number>();
      for (let at = 0; at + 4 <= bytes.length; at += 4) {
        const number = bytes.readInt32LE(at);
        times.set(number, (times.get(number) ?? 0) + 1);
      }
      return times;
    },
    f: {
      add: lib.func("int add(int a, int b)"),
      done: lib.func("int done(int number)"),
      text: lib.func("const char *done_text(int number, int length)"),
      bytes: lib.func("int done_bytes(int number, uint8_t *bytes, int length)"),
      nap: lib.func("int nap(int milliseconds)"),
      say: lib.func("int say(const char *text)"),
      end: lib.func("int end(int way)"),
      endOnce: lib.func("int end_once(int number)"),
      callBack: lib.func("int call_back(EndingCallback *callback, int value)"),
      callForEver: lib.func("int call_for_ever(EndingCallback *callback, int value)"),
      callBackText: lib.func("int call_back_text(EndingTextCallback *callback, int value)"),
    },
  };
}

/** The numbers from 1 to `count`, each done once. */
export function once(count: number): Map<number, number> {
  return new Map(Array.from({ length: count }, (_, index) => [index + 1, 1]));
}

/** Sends a signal a while later, whether or not this process is busy. */
export function signalSoon(pid: number, signal: NodeJS.Signals, seconds = 0.2): void {
  spawn("sh", ["-c", `sleep ${seconds}; kill -${signal.slice(3)} ${pid}`], { stdio: "ignore" });
}

/** Of the process; undefined: it is gone, and nobody waits for it any more. */
export function stateOf(pid: number): string | undefined {
  const { stdout } = spawnSync("ps", ["-o", "stat=", "-p", `${pid}`], { encoding: "utf8" });
  return stdout.trim() || undefined;
}

/** Waits until a condition holds. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}

/** How each of them ended. */
export async function settled(promises: readonly Promise<unknown>[]) {
  const all = await Promise.allSettled(promises);
  return all.map((one) => (one.status === "fulfilled" ? {} : { reason: one.reason as unknown }));
}

/** The fault that a call ends with. */
export async function faultOf(promise: Promise<unknown>): Promise<Fault> {
  const error = await rejection(promise);
  if (error instanceof IsolationError) return error.fault;
  throw error;
}

export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    (value) => {
      throw new Error(`it gave ${value}`);
    },
    (error) => error,
  );
}
