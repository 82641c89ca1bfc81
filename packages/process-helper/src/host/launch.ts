/** What a helper is started as: its program, and what that is given and granted. */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type ConfinementOptions, launcherArguments } from "../confinement.js";
import { helperPath } from "../helper-path.js";
import {
  type ArenaHandle,
  type HelperProgram,
  helperFds,
  launcherPath,
  sealWhen,
} from "../native.js";
import { koffiNeeds, nodeNeeds } from "../node-needs.js";
import type { CheckedOptions } from "./options.js";

/** What is the same for all helpers of a library. */
export interface LaunchPlan {
  readonly options: CheckedOptions;
  /** Undefined: it shares no memory for buffers. */
  readonly arena?: ArenaHandle | undefined;
  /** Path of what the helper runs. Default: what serves a library. */
  readonly main?: string;
  /** Descriptors of the libraries, in the order in which they are loaded; or the one of a module's channel. */
  readonly libraries: readonly number[];
  /** Real paths of the libraries: what may be read besides the helper's own needs. */
  readonly read: readonly string[];
  /** URLs of the modules that targets and layers are made anew with. */
  readonly modules: readonly string[];
}

/** The path by which the helper loads the library of this index. */
export function pathInHelper(index: number): string {
  return `/proc/self/fd/${helperFds.first + index}`;
}

export function helperProgram(plan: LaunchPlan): HelperProgram {
  const { options, arena, libraries } = plan;
  const command = [process.execPath, plan.main ?? helperPath];
  const launcher = options.confinement === false ? undefined : launcherPath();
  const isConfined = launcher !== undefined && options.confinement !== false;
  const [path = "", ...args] = isConfined
    ? [launcher, ...confined(plan, options.confinement, command)]
    : command;
  const env = isConfined ? [] : environmentOf(options.confinement);
  return { path, args, env, arena, fds: libraries, report: isConfined, output: options.output };
}

/** Which rules of the seal are left out: what is granted. */
export function sealGrants({ network, execute = [], write = [] }: ConfinementOptions): number {
  return (
    (network ? sealWhen.network : 0) |
    (execute.length > 0 ? sealWhen.processes : 0) |
    (write.length > 0 ? sealWhen.write : 0)
  );
}

function confined(
  plan: LaunchPlan,
  confinement: ConfinementOptions,
  [program = "", ...args]: readonly string[],
): readonly string[] {
  const needs = nodeNeeds(program);
  const own = [...packageFolders(plan.modules), ...koffiNeeds(ffi)];
  const keepFds = [helperFds.ring, helperFds.doorbell, helperFds.arena];
  const libraryFds = plan.libraries.map((_, index) => helperFds.first + index);
  const options = {
    ...confinement,
    read: [...needs.read, ...own, ...plan.read, ...(confinement.read ?? [])],
    execute: [...needs.execute, ...(confinement.execute ?? [])],
  };
  return launcherArguments(options, {
    reportFd: helperFds.report,
    keepFds: [...keepFds, ...libraryFds],
    parent: process.pid,
    program,
    args,
  });
}

function environmentOf(confinement: ConfinementOptions | false): readonly string[] {
  const env = confinement === false ? process.env : (confinement.env ?? {});
  return Object.entries(env).map(([name, value]) => `${name}=${value}`);
}

const ffi = import.meta.resolve("@cofferdam/ffi");

/** Of this package, of those that it uses, and of the modules': each is read from its folder. */
function packageFolders(modules: readonly string[]): readonly string[] {
  const own = [import.meta.url, ffi, import.meta.resolve("@cofferdam/core")];
  return [...new Set([...own, ...modules].map(packageFolder))];
}

/** The nearest folder above a module that has a package.json. */
function packageFolder(module: string): string {
  let folder = dirname(fileURLToPath(module));
  while (!existsSync(join(folder, "package.json")) && folder !== dirname(folder)) {
    folder = dirname(folder);
  }
  return folder;
}
