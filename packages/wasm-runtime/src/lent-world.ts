import { checkKeys, fail, type Size, show } from "@cofferdam/core";
import { hostFiles } from "./wasi/host-files/host-files.js";
import type { Mounts, WasiOptions } from "./wasi/index.js";

/** What the modules of a layer have of the host's by WASI. Their targets then lend them none of it themselves. */
export interface LentWorld {
  /** Directories, or files, of the host; none may be in another one. */
  readonly dirs?: readonly LentDirectory[];
  /** All variables of the environment. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface LentDirectory {
  /** Absolute path, as the guest knows it. */
  readonly guest: string;
  /** Absolute path on the host. It is looked for when a module is opened. */
  readonly host: string;
  /** Default: "ro". */
  readonly mode?: "ro" | "rw";
  /** Bytes by which the guest may make files longer, as `hostFiles` has it. Default: no limit. */
  readonly quota?: Size;
}

/** @throws ERR_OPTION_TYPE, ERR_OPTION_RANGE */
export function checkedWorld(world: LentWorld): Required<LentWorld> {
  checkKeys(world, ["dirs", "env"], "wasi");
  const { dirs = [], env = {} } = world;
  const isList =
    Array.isArray(dirs) && dirs.every(({ guest, host }) => isPath(guest) && isPath(host));
  if (!isList) {
    throw fail(
      "ERR_OPTION_TYPE",
      `Expected directories with absolute paths for \`wasi.dirs\`, got ${show(dirs)}. ` +
        'Give [{ guest: "/data", host: "/srv/data" }].',
    );
  }
  for (const dir of dirs) checkKeys(dir, ["guest", "host", "mode", "quota"], "wasi.dirs");
  return { dirs, env };
}

function isPath(path: unknown): boolean {
  return typeof path === "string" && path.startsWith("/");
}

/**
 * The world of one module: what its target says of it, with what it is lent.
 *
 * @param own of the target; undefined: it has none, unless it is lent something
 * @throws ERR_POLICY_DENIED: the target lends something itself; what `hostFiles` throws
 */
export function worldWith(
  name: string,
  own: WasiOptions | undefined,
  { dirs, env }: Required<LentWorld>,
): WasiOptions | undefined {
  assertOwnsNone(name, "mounts", own?.mounts);
  assertOwnsNone(name, "env", own?.env);
  if (own === undefined && dirs.length === 0 && Object.keys(env).length === 0) return undefined;
  return { ...own, env, mounts: mountsOf(dirs) };
}

function mountsOf(dirs: readonly LentDirectory[]): Mounts {
  return Object.fromEntries(
    dirs.map(({ guest, host, ...terms }) => [guest, hostFiles(host, terms)]),
  );
}

function assertOwnsNone(name: string, what: "mounts" | "env", own: object = {}): void {
  const names = Object.keys(own);
  if (names.length === 0) return;
  throw fail(
    "ERR_POLICY_DENIED",
    `Expected \`wasi.${what}\` of ${name} to be left to the layer, which says what there is, got ${names.join(", ")}. ` +
      `Name it there: as \`${what === "env" ? "env" : "dirs"}\` of the module in the policy, where one has made the layer.`,
  );
}
