/** What a helper process may have and do, of one target: its manifest's word, else that of all. */
import { manifestOf } from "../decide/manifest.js";
import type { KeyPath, Reading } from "../decide/reading.js";
import { type Limit, smallest, zeroForNone } from "./limit.js";
import { commonPaths } from "./paths.js";

/** As `confinement` of processHelper takes it. */
export interface Confinement {
  readonly memory?: number;
  readonly cpu?: number;
  readonly files?: number;
  readonly processes?: number;
  readonly read: readonly string[];
  readonly write: readonly string[];
  readonly execute: readonly string[];
  readonly network: boolean;
  readonly env: Readonly<Record<string, string>>;
  readonly require: readonly string[];
}

const everyone: KeyPath = ["ffi", "sandbox", "process"];

/** Which targets have manifests with keys of a process. */
export type ProcessTable = readonly ["ffi", "libraries"] | readonly ["modules"];

/**
 * @param target undefined: of those that have no manifest
 * @param environment what `env` names variables of
 */
export function confinementOf(
  readings: readonly Reading[],
  table: ProcessTable,
  target: string | undefined,
  environment: NodeJS.ProcessEnv,
): Confinement {
  const said = readings.map((reading) => sayings(reading, table, target));
  const number = (key: string) => zeroForNone(smallestOf(said, key));
  const lists = (key: string) => values(said, key) as readonly (readonly string[])[];
  const names = lists("env").reduce((left, right) => left.filter((name) => right.includes(name)));
  return {
    ...some("memory", number("memory")),
    ...some("cpu", number("cpu_time")),
    ...some("files", number("open_files")),
    ...some("processes", number("processes")),
    read: commonPaths(lists("read")),
    write: commonPaths(lists("write")),
    execute: commonPaths(lists("execute")),
    network: values(said, "network").every((allowed) => allowed === true),
    env: Object.fromEntries(names.flatMap((name) => entry(name, environment))),
    require: [...new Set(lists("require").flat())],
  };
}

interface Sayings {
  readonly reading: Reading;
  /** Where it says something of the target, the first that it does counts. */
  readonly places: readonly KeyPath[];
}

function sayings(reading: Reading, table: ProcessTable, target: string | undefined): Sayings {
  const manifest = target === undefined ? undefined : manifestOf(reading, table, target);
  return { reading, places: manifest === undefined ? [everyone] : [manifest.path, everyone] };
}

function smallestOf(said: readonly Sayings[], key: string): Limit | undefined {
  return said.reduce<Limit | undefined>((least, { reading, places }) => {
    const limit = smallest([reading], ...places.map((place) => [...place, key]));
    return least === undefined || (limit !== undefined && limit.value < least.value)
      ? limit
      : least;
  }, undefined);
}

/** What the documents that say something say; of the base there is always a default. */
function values(said: readonly Sayings[], key: string): readonly unknown[] {
  return said.flatMap(({ reading, places }) => {
    const path = places
      .map((place) => [...place, key])
      .find((path) => reading.get(path) !== undefined);
    return path === undefined ? [] : [reading.get(path)];
  });
}

function some<K extends string>(key: K, value: number | undefined): Partial<Record<K, number>> {
  return value === undefined || value === 0 ? {} : ({ [key]: value } as Partial<Record<K, number>>);
}

function entry(
  name: string,
  environment: NodeJS.ProcessEnv,
): readonly (readonly [string, string])[] {
  const value = environment[name];
  return value === undefined ? [] : [[name, value]];
}
