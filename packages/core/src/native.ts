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
  const tried = [`build/Release/${file}`, `prebuilds/${platformName()}/${file}`].map((path) =>
    fileURLToPath(new URL(path, packageRoot)),
  );
  const path = tried.find((candidate) => existsSync(candidate));
  if (path === undefined) {
    throw unsupported(file, `Looked for ${tried.join(" and ")}.`);
  }
  try {
    return createRequire(import.meta.url)(path) as T;
  } catch (cause) {
    throw unsupported(file, `Loading ${path} failed: ${(cause as Error).message}.`, { cause });
  }
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
  attach(raise: Raise): void;
  addLayer(handle: object): number | string;
  createSlot(request: SlotRequest): number;
  disposeSlot(slot: number): void;
  thunk(slot: number): bigint;
  refuse(slot: number, refusal: number): void;
  admit(slot: number, address: bigint): void;
  calls(slot: number): number;
  liveCalls(owner: number): number;
  createCallback(address: bigint, stackBytes: number): number;
  disposeCallback(callback: number): void;
  callbackThunk(callback: number): bigint;
  callerGuard(): bigint;
}

let loaded: NativeGate | undefined;

/**
 * The gate's addon, loaded at first use.
 *
 * @param raise who makes the errors of this thread; only the first caller's counts
 */
export function nativeGate(raise: Raise): NativeGate {
  if (loaded === undefined) {
    loaded = loadNative<NativeGate>(new URL("..", import.meta.url), "gate.node");
    loaded.attach(raise);
  }
  return loaded;
}
