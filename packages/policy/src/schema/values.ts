/** The values of a policy: as they are once they are checked, and as they are written. */
import type { directory, http, store } from "./guest-keys.js";
import type {
  addonManifest,
  libraryManifest,
  moduleManifest,
  policyKeys,
  scriptManifest,
  waiver,
  wasmManifest,
} from "./keys.js";
import type { Defaults, Given, Written } from "./table.js";

/**
 * What one document says. Only keys that are written; sizes in bytes, durations in milliseconds, paths from the root, digests
 * in lower case. Globs, and the names of tables, are as they are written: they begin at the document's folder.
 */
export interface PolicyValues extends Given<typeof policyKeys> {}

/** The same as it may be written: a size may be `"64MiB"`. */
export interface PolicyInput extends Written<typeof policyKeys> {}

/** What holds where the base says nothing. */
export interface PolicyDefaults extends Defaults<typeof policyKeys> {}

type Section<K extends keyof PolicyValues> = NonNullable<PolicyValues[K]>;

export type FfiValues = Section<"ffi">;
export type SandboxValues = NonNullable<FfiValues["sandbox"]>;
export type PoolValues = NonNullable<FfiValues["pool"]>;
export type AddonValues = Section<"addons">;
export type WasmValues = Section<"wasm">;
export type AuditValues = Section<"audit">;
export type Waiver = Given<typeof waiver>;

/** What a helper may have and do: of all targets. */
export type ProcessLimits = NonNullable<SandboxValues["process"]>;
/** The same, of one JavaScript module. */
export type ModuleManifest = Given<typeof moduleManifest>;
export type LibraryManifest = Given<typeof libraryManifest>;
export type AddonManifest = Given<typeof addonManifest>;
export type WasmManifest = Given<typeof wasmManifest>;
export type ScriptManifest = Given<typeof scriptManifest>;

export type WasmDirectory = Given<typeof directory>;
export type HttpGrant = Given<typeof http>;
export type KvGrant = Given<typeof store>;
