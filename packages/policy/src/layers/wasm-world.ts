import { posix } from "node:path";
import { type Manifest, manifestOf } from "../decide/manifest.js";
import { isBelow } from "../files/is-below.js";
import type { WasmDirectory } from "../schema/values.js";
import type { WasmWorld } from "./factories.js";
import type { Rules } from "./rules.js";

/**
 * Directories and variables that every document lends which has a manifest of the module: as with its imports, one that leaves
 * them out lends none.
 *
 * @param path of the module
 * @param environment what `env` names variables of
 */
export function wasmWorld(
  { readings }: Rules,
  path: string,
  environment: NodeJS.ProcessEnv,
): WasmWorld {
  const manifests = readings.flatMap(
    (reading) => manifestOf(reading, ["wasm", "modules"], path) ?? [],
  );
  return {
    dirs: common(manifests, "dirs", commonDirectories).map(withMode),
    env: Object.fromEntries(
      common(manifests, "env", commonNames).flatMap((name) => variable(name, environment)),
    ),
  };
}

function common<T>(
  manifests: readonly Manifest[],
  key: string,
  both: (left: readonly T[], right: readonly T[]) => readonly T[],
): readonly T[] {
  const [first = [], ...others] = manifests.map(
    (manifest) => (manifest.get(key) ?? []) as readonly T[],
  );
  return others.reduce(both, first);
}

function commonNames(left: readonly string[], right: readonly string[]): readonly string[] {
  return left.filter((name) => right.includes(name));
}

function commonDirectories(
  left: readonly WasmDirectory[],
  right: readonly WasmDirectory[],
): readonly WasmDirectory[] {
  return left.flatMap((one) => right.flatMap((other) => commonDirectory(one, other)));
}

/** Of two, one of which is in the other, that one, where both lead to the same place of the host. */
function commonDirectory(one: WasmDirectory, other: WasmDirectory): readonly WasmDirectory[] {
  const [inner, outer] = isBelow(one.guest, other.guest) ? [one, other] : [other, one];
  if (!isBelow(inner.guest, outer.guest)) return [];
  const within = posix.relative(outer.guest, inner.guest);
  if (posix.join(outer.host, within) !== posix.join(inner.host)) return [];
  const mode = one.mode === "rw" && other.mode === "rw" ? "rw" : "ro";
  return [{ ...inner, mode }];
}

function withMode({ mode = "ro", ...directory }: WasmDirectory): Required<WasmDirectory> {
  return { ...directory, mode };
}

function variable(
  name: string,
  environment: NodeJS.ProcessEnv,
): readonly (readonly [string, string])[] {
  const value = environment[name];
  return value === undefined ? [] : [[name, value]];
}
