import { type Compartment, checkKeys, type Recipe, type Target } from "@cofferdam/core";
import { World } from "./instance/world.js";
import { checkedLimits, type Limits } from "./limits.js";
import type { Mode } from "./metering/index.js";
import { OpenModule } from "./open-module.js";
import { compileSync, prepare } from "./program/compile.js";
import type { Imports } from "./program/grants.js";
import type { Program } from "./program/program.js";
import { checkSource, type ModuleSource, nameOf, readSourceSync } from "./program/source.js";
import type { WasiOptions } from "./wasi/index.js";
import type { WasmInstance } from "./wasm-instance.js";

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
};

/** A WebAssembly module as a target. */
export class WasmModule implements Target<WasmInstance> {
  readonly kind = "wasm";
  readonly name: string;
  readonly recipe?: Recipe;
  readonly #source: ModuleSource;
  readonly #options: WasmModuleOptions;
  readonly #limiting: Limiting;

  constructor(source: ModuleSource, options: WasmModuleOptions, limiting: Limiting = unlimited) {
    this.name = nameOf(source);
    this.#source = source;
    this.#options = options;
    this.#limiting = limiting;
  }

  /** The same module, run so. */
  limitedBy(limiting: Limiting): WasmModule {
    return new WasmModule(this.#source, this.#options, limiting);
  }

  /** @throws ERR_WASM_NOT_FOUND, ERR_WASM_INVALID, ERR_WASM_IMPORT, ERR_WASM_LIMIT; what its start function ends in */
  load(compartment: Compartment): WasmInstance {
    return this.#open(compileSync(this.#prepare(readSourceSync(this.#source))), compartment);
  }

  #prepare(bytes: Uint8Array): Omit<Program, "module"> {
    return prepare(this.name, bytes, this.#limiting.limits, this.#limiting);
  }

  #open(program: Program, compartment: Compartment): WasmInstance {
    const { limits } = this.#limiting;
    const { imports = {}, wasi } = this.#options;
    const { stdoutLimit, stderrLimit } = limits;
    const capped = wasi && {
      stdout: { limit: Math.min(stdoutLimit, MAX_OUTPUT) },
      stderr: { limit: Math.min(stderrLimit, MAX_OUTPUT) },
      ...wasi,
    };
    return new OpenModule(program, limits, new World(imports, capped), compartment);
  }
}

const MAX_OUTPUT = 2 ** 32;

/**
 * A WebAssembly module as a target: `isolate([wasm()]).open(wasmModule("./plugin.wasm"))`.
 *
 * @param source a path, a file URL, or the module's bytes
 * @throws ERR_OPTION_TYPE, ERR_OPTION_RANGE
 */
export function wasmModule(source: ModuleSource, options: WasmModuleOptions = {}): WasmModule {
  checkSource(source);
  checkKeys(options, ["imports", "wasi"], "wasmModule");
  return new WasmModule(source, options);
}
