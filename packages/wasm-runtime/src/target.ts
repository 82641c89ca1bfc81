import { type Compartment, checkKeys, type Target, type TargetHost } from "@cofferdam/core";
import type { WasmInstance } from "./instance/wasm-instance.js";
import { worldOf } from "./instance/world-of.js";
import { checkedLimits, type Limits } from "./limits.js";
import type { Mode } from "./metering/index.js";
import { openInProcess } from "./open-in-process.js";
import { OpenModule } from "./open-module.js";
import { compile, prepare } from "./program/compile.js";
import type { Imports } from "./program/grants.js";
import { checkSource, type ModuleSource, nameOf, pathOf, readSource } from "./program/source.js";
import type { WasiOptions } from "./wasi/index.js";
import { cannotWaitHere, openInWorker } from "./worker/open-in-worker.js";

export interface WasmModuleOptions {
  /** What the module is granted, by module and name; nothing else is linked. */
  readonly imports?: Imports;
  /** Grants WASI preview 1: a world in which there is what is named here. */
  readonly wasi?: WasiOptions;
}

/** How a layer has its modules run. */
export interface Limiting {
  readonly limits: Limits;
  readonly metering: Mode;
  readonly allow: { readonly gc: boolean; readonly threads: boolean };
  /** In a thread of its own. */
  readonly worker: boolean;
}

/** Without the layer `wasm`: nothing is limited. */
const unlimited: Limiting = {
  limits: checkedLimits({
    memory: 0,
    fuel: 0,
    timeout: 0,
    stackDepth: 0,
    tableElements: 0,
    moduleSize: 0,
  }),
  metering: "none",
  allow: { gc: true, threads: true },
  worker: false,
};

/** Key of what makes the same module, run in another way. */
export const LIMITED_BY: unique symbol = Symbol("limitedBy");

/** A WebAssembly module as a target. */
export interface WasmModule extends Target<WasmInstance> {
  readonly [LIMITED_BY]: (limiting: Limiting) => WasmModule;
}

/** It may become the prototype of another one: no method asks what it is called on. */
function moduleTarget(
  source: ModuleSource,
  options: WasmModuleOptions,
  limiting: Limiting = unlimited,
  name: string = nameOf(source),
  host?: TargetHost,
): WasmModule {
  const { limits } = limiting;
  const file = !(source instanceof Uint8Array) && {
    path: pathOf(source),
    at: (path: string) => moduleTarget(path, options, limiting, name, host),
  };
  return {
    kind: "wasm",
    name,
    ...(file && { file }),
    [LIMITED_BY]: (other) => moduleTarget(source, options, other, name, host),
    hostedBy: (other) => moduleTarget(source, options, limiting, name, other),
    load(compartment: Compartment) {
      const bytes = readSource(source);
      if (host) return openInProcess(host, { name, bytes, limiting }, options, compartment);
      const program = compile(prepare(name, bytes, limits, limiting));
      if (limiting.worker || cannotWaitHere(program, options)) {
        return openInWorker(program, limits, options, compartment);
      }
      return new OpenModule(program, limits, worldOf(options, limits), compartment);
    },
  };
}

/**
 * A WebAssembly module as a target: `isolate([wasm()]).open(wasmModule("./plugin.wasm"))`.
 *
 * @param source a path, a file URL, or the module's bytes
 * Opening it throws ERR_WASM_NOT_FOUND, ERR_WASM_INVALID, ERR_WASM_IMPORT, ERR_WASM_LIMIT, and what its start function ends in.
 *
 * @throws ERR_OPTION_TYPE, ERR_OPTION_RANGE
 */
export function wasmModule(source: ModuleSource, options: WasmModuleOptions = {}): WasmModule {
  checkSource(source);
  checkKeys(options, ["imports", "wasi"], "wasmModule");
  return moduleTarget(source, options);
}
