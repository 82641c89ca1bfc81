/** What `ffi-helper` is told on its command line. */
import { parseArgs } from "node:util";
import { type LibraryPolicyOptions, libraryPolicy } from "@cofferdam/admission";
import { bytesOf, fail, show } from "@cofferdam/core";
import { isLevel, type Level, levels } from "./log.js";
import type { ServingOptions } from "./served-client.js";

export interface Orders extends ServingOptions {
  /** Where to listen; undefined: the client is there already, as `fd`. */
  readonly socket: string | undefined;
  readonly fd: number;
}

export const help = `Usage: ffi-helper --socket PATH [option ...]

Loads and calls C libraries for the clients that connect to PATH, one client after the other.

  --socket PATH          listen there; the file is made with mode 0600 and removed at the end
  --fd N                 serve the one client that is connected as descriptor N, instead of --socket
  --log-level LEVEL      ${levels.join(", ")}; default: $FFI_LOG_LEVEL, or else warn
  --allowed-libs GLOB    libraries that may be loaded, by their real paths; may be repeated
  --narrowed-by GLOBS    a JSON array of more globs, one of which must match too; may be repeated
  --block-system-libs    none from the folders of the system's loader
  --max-loaded-libs N    at a time; default: 10
  --memory-limit BYTES   that a client's alloc may hold; a text such as 64MiB too; default: no limit
  --help                 this text
`;

const options = {
  socket: { type: "string" },
  fd: { type: "string" },
  "log-level": { type: "string" },
  "allowed-libs": { type: "string", multiple: true },
  "narrowed-by": { type: "string", multiple: true },
  "block-system-libs": { type: "boolean" },
  "max-loaded-libs": { type: "string" },
  "memory-limit": { type: "string" },
  help: { type: "boolean" },
} as const;

/** @returns "help" when it was asked for @throws Error that says what is wrong */
export function parseCommandLine(args: readonly string[], env: NodeJS.ProcessEnv): Orders | "help" {
  const { values } = parseArgs({ args: [...args], options, strict: true });
  if (values.help) return "help";
  const libraries: LibraryPolicyOptions = {
    allowedLibs: values["allowed-libs"],
    narrowedBy: values["narrowed-by"]?.map(list),
    blockSystemLibs: values["block-system-libs"],
    maxLoadedLibs: whole("--max-loaded-libs", values["max-loaded-libs"]),
  };
  return {
    ...place(values.socket, values.fd),
    level: level(values["log-level"], env.FFI_LOG_LEVEL),
    libraries: checked(libraries),
    memoryLimit: memory(values["memory-limit"]),
  };
}

/** @throws Error for what is no JSON; whether it is a list of patterns is looked at later */
function list(text: string): readonly string[] {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const message = `Expected a JSON array of patterns for \`--narrowed-by\`, got ${show(text)}.`;
    throw fail("ERR_OPTION_RANGE", message, { cause });
  }
}

function place(socket: string | undefined, fd: string | undefined): Pick<Orders, "socket" | "fd"> {
  if ((socket === undefined) === (fd === undefined)) {
    throw fail("ERR_OPTION_RANGE", "Expected `--socket PATH`, or `--fd N` in its place.");
  }
  if (socket === "") throw fail("ERR_OPTION_RANGE", 'Expected a path for `--socket`, got "".');
  return { socket, fd: whole("--fd", fd) ?? -1 };
}

function level(option: string | undefined, variable: string | undefined): Level {
  const [name, text] =
    option === undefined ? ["FFI_LOG_LEVEL", variable || "warn"] : ["--log-level", option];
  if (isLevel(text)) return text;
  throw fail(
    "ERR_OPTION_RANGE",
    `Expected one of ${levels.join(", ")} for \`${name}\`, got ${show(text)}.`,
  );
}

/** Nothing was said and nothing can be checked: then nothing is. */
function checked(libraries: LibraryPolicyOptions): LibraryPolicyOptions | undefined {
  const isAsked = Object.values(libraries).some((value) => value !== undefined);
  if (process.platform !== "linux" && !isAsked) return undefined;
  libraryPolicy(libraries, process.cwd());
  if (process.platform === "linux") return libraries;
  throw fail(
    "ERR_UNSUPPORTED_PLATFORM",
    `No library can be checked on ${process.platform}. Leave out --allowed-libs, --narrowed-by, --block-system-libs and --max-loaded-libs.`,
  );
}

function memory(text: string | undefined): number {
  if (text === undefined) return 0;
  return bytesOf(/^\d+$/.test(text) ? Number(text) : text, "--memory-limit");
}

function whole(name: string, text: string | undefined): number | undefined {
  if (text === undefined || /^\d{1,9}$/.test(text)) return text === undefined ? text : Number(text);
  throw fail("ERR_OPTION_RANGE", `Expected a whole number for \`${name}\`, got ${show(text)}.`);
}
