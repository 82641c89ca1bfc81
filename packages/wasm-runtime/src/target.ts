import { type Compartment, checkKeys, type Target, type TargetHost } from "@cofferdam/core";
import { ProgramCache } from "./cache/program-cache.js";
import type { WasmInstance } from "./instance/wasm-instance.js";
import { type Granted, worldOf } from "./instance/world-of.js";
import { type LentWorld, worldWith } from "./lent-world.js";
import { checkedLimits } from "./limits.js";
import { LiveInstances } from "./live-instances.js";
import { openInProcess } from "./open-in-process.js";
import { OpenModule } from "./open-module.js";
import { meterOptionsOf, type Running } from "./program/compile.js";
import { checkImports, type Imports } from "./program/grants.js";
import {
  checkSource,
  type ModuleSource,
  nameOf,
  ownSource,
  pathOf,
  readSource,
} from "./program/source.js";
import type { WasiOptions } from "./wasi/index.js";
import { cannotWaitHere, openInWorker } from "./worker/open-in-worker.js";

export interface WasmModuleOptions {
  /** What the module is granted, by module and name; nothing else is linked. */
  readonly imports?: Imports;
  /** Grants WASI preview 1: a world in which there is what is named here. */
  readonly wasi?: WasiOptions;
}

/** How a layer has its modules run. */
export interface Limiting extends Running {
  readonly programs: ProgramCache;
  readonly instances: LiveInstances;
  /** undefined: what the target says. */
  readonly world: Required<LentWorld> | undefined;
}

/** Without the layer `wasm`: nothing is limited, and nothing kept. */
export const unlimited: Limiting = unlimitedOf({
  limits: checkedLimits({
    memory: 0,
    fuel: 0,
    timeout: 0,
    stackDepth: 0,
    tableElements: 0,
    moduleSize: 0,
    instances: 0,
  }),
  metering: "none",
  allow: { gc: true, threads: true },
  worker: false,
});

function unlimitedOf(running: Running): Limiting {
  return {
    ...running,
    programs: new ProgramCache(meterOptionsOf(running.limits, running), 0),
    instances: new LiveInstances(running.limits.instances),
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
  host?: TargetHost,
): WasmModule {
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
    load(walls: Compartment) {
      const granted = grantedBy(name, options, limiting);
      const bytes = readSource(source);
      const around = { walls, instances: limiting.instances };
      return host
        ? openInProcess(host, { name, bytes, running: limiting }, granted, around)
        : openHere({ name, bytes }, limiting, granted, walls);
    },
  };
}

/** In this thread; or in one of its own, if that is how it is run, or it has to wait and cannot here. */
function openHere(
  { name, bytes }: { readonly name: string; readonly bytes: Uint8Array },
  limiting: Limiting,
  granted: Granted,
  walls: Compartment,
): WasmInstance | Promise<WasmInstance> {
  const { limits, programs, instances, worker } = limiting;
  const program = programs.programOf(name, bytes);
  if (worker || cannotWaitHere(program, granted)) {
    return openInWorker(program, limits, granted, { walls, instances });
  }
  const world = worldOf(granted, limits);
  try {
    world.hold(instances.add(name, world));
    return new OpenModule(program, limits, world, walls);
  } catch (error) {
    world.dispose();
    throw error;
  }
}

/** What it is granted: by its target, and by the layer. @throws ERR_POLICY_DENIED, what `hostFiles` throws */
function grantedBy(name: string, options: WasmModuleOptions, { world }: Limiting): Granted {
  if (world === undefined) return options;
  const wasi = worldWith(name, options.wasi, world);
  const { imports = {} } = options;
  return { imports, ...(wasi && { wasi }) };
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
  checkImports(options.imports ?? {});
  return moduleTarget(ownSource(source), options);
}
