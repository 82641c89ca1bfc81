export type { CacheOption, CacheOptions } from "./cache/cache-options.js";
export type { CallReport } from "./instance/report.js";
export { reportOf } from "./instance/report-of.js";
export type { Call, Invoke, Reported, WasmInstance } from "./instance/wasm-instance.js";
export { type WasmOptions, wasm } from "./layer.js";
export type { LentDirectory, LentWorld } from "./lent-world.js";
export type { WasmLimits } from "./limits.js";
export type { Lease } from "./pool/lease.js";
export { createPool, type Pool, type PoolStatus } from "./pool/pool.js";
export type { PoolOptions } from "./pool/pool-options.js";
export type { Imports } from "./program/grants.js";
export type { ModuleSource } from "./program/source.js";
export {
  type Caller,
  type SuspendingCall,
  type SuspendingFunction,
  suspending,
} from "./suspending.js";
export { type WasmModule, type WasmModuleOptions, wasmModule } from "./target.js";
export { hostFiles } from "./wasi/host-files/host-files.js";
export * from "./wasi/index.js";
