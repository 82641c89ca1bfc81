import { constants } from "node:os";
import { pathToFileURL } from "node:url";
import { fail, IsolationError, isOwnAddon, platformName, SetupError } from "@cofferdam/core";
import { firstLine } from "./first-line.js";
import { addons } from "./guests.js";
import { assertNodeApi, callsAroundTheGate, registersItself } from "./imports.js";
import { freshRequire } from "./require-cache.js";

/** What came of `require`, with every addon that it loaded guarded. */
export interface Loaded {
  readonly exports: unknown;
  readonly files: readonly string[];
  readonly aroundTheGate: readonly string[];
  /** Lets a later `require` load the modules anew. */
  forget(): void;
}

type Dlopen = typeof process.dlopen;

/** Our stand-ins for `process.dlopen`, with what they stand for. */
const originals = new WeakMap<Dlopen, Dlopen>();

/**
 * Requires a file, anew, guarding the addons that are loaded meanwhile.
 *
 * @param asked about each of these, before its first code runs
 * @throws what that refuses it with, ERR_DLOPEN_FAILED, ERR_ADDON_UNSUPPORTED, ERR_ADDON_NOT_FOUND, an IsolationError of an addon's init
 */
export function load(file: string, guest: number, asked: (path: string) => void): Loaded {
  const loading = new Loading(guest, asked, originals.get(process.dlopen) ?? process.dlopen);
  const before = process.dlopen;
  process.dlopen = loading.dlopen;
  try {
    const { exports, forget } = freshRequire(file);
    const { files } = loading;
    if (files.length === 0) throw loading.failure ?? noAddonError(file);
    return { exports, forget, files, aroundTheGate: [...loading.aroundTheGate].sort() };
  } catch (cause) {
    throw loading.failure ?? named(cause, file);
  } finally {
    process.dlopen = before;
  }
}

class Loading {
  readonly files: string[] = [];
  readonly aroundTheGate = new Set<string>();
  /** Why an addon was not loaded: packages swallow it, and try the next. */
  failure: Error | undefined;
  readonly dlopen: Dlopen;
  readonly #guest: number;
  readonly #asked: (path: string) => void;
  readonly #original: Dlopen;

  constructor(guest: number, asked: (path: string) => void, original: Dlopen) {
    this.#guest = guest;
    this.#asked = asked;
    this.#original = original;
    this.dlopen = (module, path, flags = constants.dlopen.RTLD_LAZY) => {
      if (isOwnAddon(path)) return original(module, path, flags);
      this.#ask(path);
      try {
        this.#load(module, path, flags);
      } catch (error) {
        if (isOurs(error)) this.failure ??= error;
        throw error;
      }
    };
    originals.set(this.dlopen, original);
  }

  /** What a layer refuses is not for the package to swallow. */
  #ask(path: string): void {
    try {
      this.#asked(path);
    } catch (error) {
      this.failure ??= error as Error;
      throw error;
    }
  }

  #load(module: object, path: string, flags: number): void {
    const imports = importsOf(path);
    assertNodeApi(path, imports);
    if (registersItself(imports)) registerOnce(this.#original, path, flags);
    const { href } = pathToFileURL(path);
    const why = addons().load(this.#guest, path, href, flags, (itself) =>
      this.#original(module, itself ? path : addons().ownPath(), flags),
    );
    if (why !== undefined) throw dlopenError(path, why);
    this.files.push(path);
    for (const name of callsAroundTheGate(imports)) this.aroundTheGate.add(name);
  }
}

const registered = new Set<string>();

/**
 * Such an addon hands itself to Node while it is being loaded, and Node wants to be the one who loads it
 * then. Loaded a second time, it is initialised again, like in a worker: that one gets guarded.
 */
function registerOnce(original: Dlopen, path: string, flags: number): void {
  if (registered.has(path)) return;
  original({ exports: {} }, path, flags);
  registered.add(path);
}

function importsOf(path: string): readonly string[] {
  const imports = addons().imports(path);
  if (typeof imports === "string") throw dlopenError(path, imports);
  return imports;
}

/** Faults of an addon, and refusals; that a file cannot be loaded at all is for the package to hear. */
function isOurs(error: unknown): error is Error {
  if (error instanceof IsolationError) return true;
  return error instanceof SetupError && error.code !== "ERR_DLOPEN_FAILED";
}

function dlopenError(path: string, why: string): Error {
  return fail(
    "ERR_DLOPEN_FAILED",
    `Cannot load ${path}: ${why}. ` +
      `Give a Node-API addon that was built for ${platformName()} and finds the libraries that it needs.`,
  );
}

function noAddonError(file: string): Error {
  return fail(
    "ERR_ADDON_NOT_FOUND",
    `Expected ${file} to load a native addon, got none. Give the path of its .node file.`,
  );
}

function named(cause: unknown, file: string): Error {
  if (cause instanceof SetupError) return cause;
  return fail(
    "ERR_DLOPEN_FAILED",
    `Cannot load ${file}: ${firstLine(cause)}. See the error's \`cause\` for where it was thrown.`,
    { cause },
  );
}
