/** How a helper is confined: the options, and the orders that the launcher is given for them. */
import { isAbsolute } from "node:path";
import { bytesOf, checkKeys, fail, type Size, show } from "@cofferdam/core";
import { isPiece, type Piece, pieces } from "./confinement-report.js";
import {
  MAX_CPU_MS,
  MAX_FILES,
  MAX_PROCESSES,
  MIN_FILES,
  MIN_MEMORY_BYTES,
  MIN_PROCESSES,
} from "./limits.js";

/** What the helper may have and do. Nothing, unless it is said. */
export interface ConfinementOptions {
  /** Memory that it may fill. Default: no limit. */
  readonly memory?: Size;
  /** Addresses that it may map. For helpers without Node: Node reserves far more than it uses. */
  readonly addressSpace?: Size;
  /** Milliseconds of processor time in its whole life, rounded up to seconds. Default: no limit. */
  readonly cpu?: number;
  /** Open descriptors. Default: 64. */
  readonly files?: number;
  /** Threads and processes together. Default: 64. */
  readonly processes?: number;
  /** Files and folders that it may read; absolute. */
  readonly read?: readonly string[];
  /** Those that it may also start as programs. */
  readonly execute?: readonly string[];
  /** Those that it may also change. */
  readonly write?: readonly string[];
  /** It may use the network. Default: false. */
  readonly network?: boolean;
  /** Its environment; nothing is inherited. */
  readonly env?: Readonly<Record<string, string>>;
  /** Pieces without which it is not to start. Default: none, what is missing is reported. */
  readonly require?: readonly Piece[];
}

/** What the launcher is to start, and with what. */
export interface Launch {
  /** The descriptor that it reports to. */
  readonly reportFd: number;
  /** The others that the program keeps, besides the first three. */
  readonly keepFds: readonly number[];
  /** The process that it dies with. */
  readonly parent: number;
  /** An absolute path. */
  readonly program: string;
  readonly args: readonly string[];
}

const known: readonly (keyof ConfinementOptions)[] = [
  "memory",
  "addressSpace",
  "cpu",
  "files",
  "processes",
  "read",
  "execute",
  "write",
  "network",
  "env",
  "require",
];

type Orders = readonly string[];

/**
 * The launcher's arguments.
 *
 * @throws ERR_OPTION_TYPE, ERR_OPTION_RANGE
 */
export function launcherArguments(options: ConfinementOptions, launch: Launch): string[] {
  checkKeys(options, known, "confinement");
  return [
    ...["--report-fd", `${launch.reportFd}`, "--parent", `${launch.parent}`],
    ...launch.keepFds.flatMap((fd) => ["--keep-fd", `${fd}`]),
    ...limitOrders(options),
    ...pathOrders("read", options.read),
    ...pathOrders("execute", options.execute),
    ...pathOrders("write", options.write),
    ...networkOrders(options.network),
    ...environmentOrders(options.env),
    ...requireOrders(options.require),
    ...["--", launch.program, ...launch.args],
  ];
}

function limitOrders({ memory, addressSpace, cpu, files, processes }: ConfinementOptions): Orders {
  const limits: readonly (readonly [string, number | undefined])[] = [
    ["--memory", bytes("memory", memory)],
    ["--address-space", bytes("addressSpace", addressSpace)],
    ["--cpu", cpu === undefined ? cpu : Math.ceil(count("cpu", cpu, 1, MAX_CPU_MS) / 1000)],
    ["--files", count("files", files ?? 64, MIN_FILES, MAX_FILES)],
    ["--processes", count("processes", processes ?? 64, MIN_PROCESSES, MAX_PROCESSES)],
  ];
  return limits.flatMap(([name, value]) => (value === undefined ? [] : [name, `${value}`]));
}

function bytes(name: string, size: Size | undefined): number | undefined {
  return size === undefined ? size : bytesOf(size, name, { min: MIN_MEMORY_BYTES });
}

function count(name: string, value: number, min: number, max: number): number {
  if (typeof value !== "number" || !Number.isSafeInteger(value)) {
    throw fail(
      "ERR_OPTION_TYPE",
      `Expected a whole number for \`${name}\`, got ${show(value)}. Give ${min} to ${max}.`,
    );
  }
  if (value >= min && value <= max) return value;
  throw fail("ERR_OPTION_RANGE", `Expected ${min} to ${max} for \`${name}\`, got ${show(value)}.`);
}

function pathOrders(name: string, paths: readonly string[] = []): Orders {
  checkTexts(name, paths, "absolute paths");
  const relative = paths.find((path) => !isAbsolute(path));
  if (relative === undefined) return paths.flatMap((path) => [`--${name}`, path]);
  throw fail(
    "ERR_OPTION_RANGE",
    `Expected absolute paths for \`${name}\`, got ${show(relative)}. Resolve it first.`,
  );
}

function networkOrders(network = false): Orders {
  if (typeof network !== "boolean") {
    throw fail("ERR_OPTION_TYPE", `Expected true or false for \`network\`, got ${show(network)}.`);
  }
  return network ? ["--network", "--namespaces", "user,ipc"] : ["--namespaces", "user,net,ipc"];
}

function environmentOrders(env: Readonly<Record<string, string>> = {}): Orders {
  const isRecord = typeof env === "object" && env !== null && !Array.isArray(env);
  checkTexts("env", isRecord ? Object.values(env) : env, "an object of texts");
  const wrong = Object.keys(env).find((name) => name === "" || /[=\0]/.test(name));
  if (wrong !== undefined) {
    throw fail(
      "ERR_OPTION_RANGE",
      `Expected names of variables for \`env\`, got ${show(wrong)}. Leave "=" out of it.`,
    );
  }
  return Object.entries(env).flatMap(([name, value]) => ["--env", `${name}=${value}`]);
}

function requireOrders(required: readonly Piece[] = []): Orders {
  checkTexts("require", required, "names of pieces");
  const unknown = required.find((name) => !isPiece(name));
  if (unknown !== undefined) {
    throw fail(
      "ERR_OPTION_RANGE",
      `Expected some of ${pieces.join(", ")} for \`require\`, got ${show(unknown)}.`,
    );
  }
  // the launcher has no seal to look for: the helper reports that one itself
  const own = required.filter((name) => name !== "seccomp");
  return own.length === 0 ? [] : ["--require", own.join(",")];
}

/** C ends a text at its first NUL: what comes after it would be dropped in silence. */
function checkTexts(name: string, values: unknown, expected: string): void {
  const list: readonly unknown[] = Array.isArray(values) ? values : [values];
  const wrong = list.find((value) => typeof value !== "string" || value.includes("\0"));
  if (Array.isArray(values) && wrong === undefined) return;
  const got = Array.isArray(values) ? wrong : values;
  throw fail(
    "ERR_OPTION_TYPE",
    `Expected ${expected} for \`${name}\`, got ${show(got)}. Give them without NUL.`,
  );
}
