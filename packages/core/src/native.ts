import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { fail } from "./errors.js";

/** Folders under `prebuilds/` that releases fill. */
export const prebuiltPlatforms: readonly string[] = ["linux-x64"];

/** `linux-x64`, `linux-arm64-musl`, `darwin-arm64`, … */
export function platformName(): string {
  platform ??= `${process.platform}-${process.arch}${usesMusl() ? "-musl" : ""}`;
  return platform;
}

let platform: string | undefined;

/**
 * Loads a package's addon: the one that a checkout built, else the one that npm installed.
 *
 * @param packageRoot URL of the package's folder
 * @throws UnsupportedPlatformError with what was tried
 */
export function loadNative<T>(packageRoot: URL, file: string): T {
  const path = nativeFile(packageRoot, file);
  if (path === undefined) {
    throw unsupported(file, `Looked for ${places(packageRoot, file).join(" and ")}.`);
  }
  own.add(path);
  try {
    return createRequire(import.meta.url)(path) as T;
  } catch (cause) {
    throw unsupported(file, `Loading ${path} failed: ${(cause as Error).message}.`, { cause });
  }
}

/** Where loadNative finds a file of a package; undefined: nowhere. Also for programs. */
export function nativeFile(packageRoot: URL, file: string): string | undefined {
  return places(packageRoot, file).find((candidate) => existsSync(candidate));
}

function places(packageRoot: URL, file: string): readonly string[] {
  return [`build/Release/${file}`, `prebuilds/${platformName()}/${file}`].map((path) =>
    fileURLToPath(new URL(path, packageRoot)),
  );
}

const own = new Set<string>();

/** Is it the file of one of cofferdam's own addons? */
export function isOwnAddon(path: string): boolean {
  return own.has(path);
}

function unsupported(file: string, what: string, options?: ErrorOptions): Error {
  return fail(
    "ERR_UNSUPPORTED_PLATFORM",
    `cofferdam has no ${file} that runs on ${platformName()}. ${what} ` +
      `Prebuilt: ${prebuiltPlatforms.join(", ")} (glibc 2.35 or newer). In a checkout: npm run build.`,
    options,
  );
}

function usesMusl(): boolean {
  if (process.platform !== "linux") return false;
  // excludeNetwork: the report would look host names up, which can take seconds (Node >= 20.13)
  Object.assign(process.report, { excludeNetwork: true });
  const { header } = process.report.getReport() as { header?: Record<string, unknown> };
  return header?.glibcVersionRuntime === undefined;
}

/** A fault as the addon hands it over; the fields of `cd_fault`. */
export interface RawFault {
  readonly kind: number;
  readonly signal: number;
  readonly code: number;
  readonly address: string;
  readonly pc: string;
  readonly limit: number;
  readonly elapsed: number;
  /** enum cd_abandoned */
  readonly abandoned: number;
  readonly aborted: boolean;
  readonly argument: number;
  readonly offset: number;
  /** enum cd_access */
  readonly access: number;
  /** enum cd_language of layer_abi.h; not 0: `type` and `reason` are there. */
  readonly language: number;
  readonly type?: string;
  readonly reason?: string;
  readonly caughtBy: string;
  readonly frames: readonly import("./fault.js").Frame[];
  readonly registers?: readonly string[];
}

export interface SlotRequest {
  readonly address: bigint;
  readonly stackBytes: number;
  readonly resultBytes: number;
  readonly textWidth: number;
  readonly layers: number;
  readonly timeout: number;
  readonly grace: number;
  readonly delivery: number;
  readonly owner: number;
  readonly environment: bigint;
  readonly registers: boolean;
}

/** How the addon reports: returns the error to throw. */
export type Raise = (
  slot: number,
  fault: RawFault | null,
  refusal: number,
  cause: unknown,
) => Error;

/** native/addon.cc */
export interface NativeGate {
  /** @param unheard one word for each slot: not 0 while there is something to take of a slot that is asked */
  attach(raise: Raise, unheard: Uint32Array): void;
  addLayer(handle: object): number | string;
  createSlot(request: SlotRequest): number;
  disposeSlot(slot: number): void;
  thunk(slot: number): bigint;
  /** Path of the library that exports thunk n as `cd_thunk_n`. */
  thunkLibrary(): string;
  /** Ends the running call of such a slot when it can. */
  abort(slot: number): boolean;
  /** Of a slot that keeps what became of its calls: the error of the last one. */
  takePosted(slot: number): Error | undefined;
  refuse(slot: number, refusal: number): void;
  admit(slot: number, address: bigint): void;
  calls(slot: number): number;
  liveCalls(owner: number): number;
  createCallback(address: bigint, stackBytes: number): number;
  createExit(address: bigint): number;
  disposeCallback(callback: number): void;
  callbackThunk(callback: number): bigint;
  callerGuard(): bigint;
  /**
   * The library, or why it cannot be loaded.
   *
   * @param paths what it needs, in the order in which that is loaded, and then its own
   * @param flags of dlmopen(3)
   */
  openPrivate(paths: readonly string[], flags: number): object | string;
  privateSymbol(library: object, name: string): bigint;
  closePrivate(library: object, silently: boolean): void;
  /** Of the whole process: namespaces beside the host's that hold something, loads so far. */
  privateLibraries(): { readonly namespaces: number; readonly loads: number };
}

let loaded: NativeGate | undefined;

/**
 * The gate's addon, loaded at first use.
 *
 * @param raise who makes the errors of this thread; only the first caller's counts, as for `unheard`
 */
export function nativeGate(raise: Raise, unheard: Uint32Array): NativeGate {
  if (loaded === undefined) {
    loaded = loadNative<NativeGate>(new URL("..", import.meta.url), "gate.node");
    loaded.attach(raise, unheard);
  }
  return loaded;
}
