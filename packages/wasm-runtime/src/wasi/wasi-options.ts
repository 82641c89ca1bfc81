import { checkKeys, fail, show } from "@cofferdam/core";
import { encodeText, isEncodable } from "./abi/text.js";
import type { Mounts } from "./mount-plan.js";
import { type Clock, clockOf, type VirtualTime } from "./sources/clock.js";
import { Input, type InputOption } from "./sources/input.js";
import { type Output, type OutputOption, outputOf } from "./sources/output.js";
import { type Random, randomOf } from "./sources/random.js";
import { stopThread } from "./sources/stop-thread.js";

/** What a guest of WASI preview 1 sees of the world: nothing that is not here. */
export interface WasiOptions {
  /** The first one is the program's name. Default `["guest"]`: some libc do not start without one. */
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Default `"real"`. A virtual one does not wait either, it goes on. */
  readonly clock?: "real" | VirtualTime;
  /** Default `"real"`. A seed makes it the same every time, and no secret. */
  readonly random?: "real" | { readonly seed: number | string };
  /** Default: none, its end is read at once. */
  readonly stdin?: InputOption;
  readonly stdout?: OutputOption;
  readonly stderr?: OutputOption;
  /** By the guest's absolute path. Default: no files. */
  readonly mounts?: Mounts;
  /** Stops the thread, no longer than the guest's deadline. What it throws ends the guest's call. Default: Atomics.wait. */
  readonly sleep?: (ms: number) => void;
}

/** The same, checked. */
export interface Settings {
  readonly args: readonly Uint8Array[];
  readonly env: readonly Uint8Array[];
  readonly clock: Clock;
  readonly random: Random;
  readonly stdin: Input;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly mounts: Mounts;
}

const known = [
  "args",
  "env",
  "clock",
  "random",
  "stdin",
  "stdout",
  "stderr",
  "mounts",
  "sleep",
] as const satisfies readonly (keyof WasiOptions)[];

/** @throws ERR_OPTION_TYPE, ERR_OPTION_RANGE */
export function settingsOf(options: WasiOptions): Settings {
  checkKeys(options, known, "createWasi()");
  const { args = ["guest"], env = {}, clock = "real", random = "real", stdin = "" } = options;
  const { stdout = {}, stderr = {}, mounts = {}, sleep = stopThread } = options;
  return {
    args: argsOf(args),
    env: envOf(env),
    clock: clockOf(clock, sleep),
    random: randomOf(random),
    stdin: new Input(stdin),
    stdout: outputOf(stdout, "stdout"),
    stderr: outputOf(stderr, "stderr"),
    mounts,
  };
}

function argsOf(args: readonly string[]): readonly Uint8Array[] {
  if (Array.isArray(args) && args.length > 0 && args.every(isText)) return args.map(encodeText);
  throw fail(
    "ERR_OPTION_TYPE",
    `Expected texts without NUL for \`args\`, at least one, got ${show(args)}. Begin with the program's name.`,
  );
}

function envOf(env: Readonly<Record<string, string>>): readonly Uint8Array[] {
  const entries = typeof env === "object" && env !== null ? Object.entries(env) : undefined;
  if (entries?.every(([name, value]) => /^[^=]+$/.test(name) && isText(name) && isText(value))) {
    return entries.map(([name, value]) => encodeText(`${name}=${value}`));
  }
  throw fail(
    "ERR_OPTION_TYPE",
    `Expected texts without NUL by name for \`env\`, got ${show(env)}. Give { "LANG": "C" }.`,
  );
}

function isText(value: unknown): value is string {
  return typeof value === "string" && isEncodable(value);
}
