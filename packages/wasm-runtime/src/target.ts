import { type Compartment, checkKeys, type Target } from "@cofferdam/core";
import { ProgramCache } from "./cache/program-cache.js";
import type { WasmInstance } from "./instance/wasm-instance.js";
import { World } from "./instance/world.js";
import { type LentWorld, worldWith } from "./lent-world.js";
import { checkedLimits, type Limits } from "./limits.js";
import { LiveInstances } from "./live-instances.js";
import { OpenModule } from "./open-module.js";
import { meterOptionsOf } from "./program/compile.js";
import type { Imports } from "./program/grants.js";
import { checkSource, type ModuleSource, nameOf, pathOf, readSource } from "./program/source.js";
import type { WasiOptions } from "./wasi/index.js";

export interface WasmModuleOptions {
  /** What the module is granted, by module and name; nothing else is linked. */
  readonly imports?: Imports;
  /** Grants WASI preview 1: a world in which there is what is named here. */
  readonly wasi?: WasiOptions;
}

/** How a layer has its modules run. */
export interface Limiting {
  readonly limits: Limits;
  readonly programs: ProgramCache;
  readonly instances: LiveInstances;
  /** undefined: what the target says. */
  readonly world: Required<LentWorld> | undefined;
}

/** Without the layer `wasm`: nothing is limited, and nothing kept. */
const unlimited: Limiting = unlimitedOf(
  checkedLimits({
    memory: 0,
    fuel: 0,
    timeout: 0,
    stackDepth: 0,
    tableElements: 0,
    moduleSize: 0,
    instances: 0,
  }),
);

function unlimitedOf(limits: Limits): Limiting {
  const everything = { metering: "none", allow: { gc: true, threads: true } } as const;
  return {
    limits,
    programs: new ProgramCache(meterOptionsOf(limits, everything), 0),
    instances: new LiveInstances(limits.instances),
    world: undefined,
  };
}

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
): WasmModule {
  const { limits, programs, instances } = limiting;
  const file = !(source instanceof Uint8Array) && {
    path: pathOf(source),
    at: (path: string) => moduleTarget(path, options, limiting, name),
  };
  return {
    kind: "wasm",
    name,
    ...(file && { file }),
    [LIMITED_BY]: (other) => moduleTarget(source, options, other, name),
    load(compartment: Compartment) {
      const program = programs.programOf(name, readSource(source));
      const world = worldOf(name, options, limiting);
      try {
        world.hold(instances.add(name, world));
        return new OpenModule(program, limits, world, compartment);
      } catch (error) {
        world.dispose();
        throw error;
      }
    },
  };
}

function worldOf(name: string, options: WasmModuleOptions, { limits, world }: Limiting): World {
  const { imports = {} } = options;
  const wasi = world === undefined ? options.wasi : worldWith(name, options.wasi, world);
  const { stdoutLimit, stderrLimit } = limits;
  const capped = wasi && {
    stdout: { limit: Math.min(stdoutLimit, MAX_OUTPUT) },
    stderr: { limit: Math.min(stderrLimit, MAX_OUTPUT) },
    ...wasi,
  };
  return new World(imports, capped);
}

const MAX_OUTPUT = 2 ** 32;

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
