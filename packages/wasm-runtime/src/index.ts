export type { CallReport } from "./instance/report.js";
export { reportOf } from "./instance/report-of.js";
export { type WasmOptions, wasm } from "./layer.js";
export type { WasmLimits } from "./limits.js";
export type { Imports } from "./program/grants.js";
export type { ModuleSource } from "./program/source.js";
export { type WasmModule, type WasmModuleOptions, wasmModule } from "./target.js";
export * from "./wasi/index.js";
export type { WasmInstance } from "./wasm-instance.js";
