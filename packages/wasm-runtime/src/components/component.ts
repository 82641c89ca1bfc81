import { createHash } from "node:crypto";
import { type Compartment, checkKeys, fail, type Target } from "@cofferdam/core";
import { worldWith } from "../lent-world.js";
import {
  checkSource,
  type ModuleSource,
  ownSource,
  pathOf,
  readSource,
} from "../program/source.js";
import { LIMITED_BY, type Limiting, unlimited } from "../target.js";
import type { WasiOptions } from "../wasi/index.js";
import { checkBytes } from "./check-bytes.js";
import { compileComponent } from "./compile.js";
import type { ComponentInstance } from "./component-instance.js";
import { type ComponentImports, checkGrants, checkImports } from "./grants.js";
import { OpenComponent } from "./open-component.js";
import { transpiledOnce } from "./transpile/transpiled-once.js";
import { ComponentWorld } from "./wasi/component-world.js";

export interface ComponentOptions {
  /** What the component is granted: functions and classes by interface, without its version; nothing else is linked. */
  readonly imports?: ComponentImports;
  /** Grants WASI 0.2: a world in which there is what is named here. Without, there is no WASI. */
  readonly wasi?: WasiOptions;
}

/** A WebAssembly component as a target. */
export interface Component extends Target<ComponentInstance> {
  readonly [LIMITED_BY]: (limiting: Limiting) => Component;
}

/**
 * A WebAssembly component as a target: `await isolate([wasm()]).open(component("./plugin.component.wasm"))`. It is turned to
 * modules by jco (`@bytecodealliance/jco`, to be installed beside this package), and those are limited, all together.
 *
 * @param source a path, a file URL, or the component's bytes
 * Opening it throws ERR_WASM_COMPONENTS, ERR_WASM_NOT_FOUND, ERR_WASM_INVALID, ERR_WASM_IMPORT, ERR_WASM_LIMIT, and what its
 * start functions end in.
 *
 * @throws ERR_OPTION_TYPE, ERR_OPTION_RANGE
 */
export function component(source: ModuleSource, options: ComponentOptions = {}): Component {
  checkSource(source, "component");
  checkKeys(options, ["imports", "wasi"], "component");
  checkImports(options.imports ?? {});
  return componentTarget({ source: ownSource(source), options, name: nameOf(source) }, unlimited);
}

interface Asked {
  readonly source: ModuleSource;
  readonly options: ComponentOptions;
  readonly name: string;
}

/** It may become the prototype of another one: no method asks what it is called on. */
function componentTarget(asked: Asked, limiting: Limiting): Component {
  return {
    kind: "wasm-component",
    name: asked.name,
    [LIMITED_BY]: (other) => componentTarget(asked, other),
    load: (compartment: Compartment) => load(asked, limiting, compartment),
  };
}

async function load(
  { source, options, name }: Asked,
  { limits, metering, allow, worker, instances, world: lent }: Limiting,
  compartment: Compartment,
): Promise<ComponentInstance> {
  if (worker) throw noWorker(name);
  const wasi = lent === undefined ? options.wasi : worldWith(name, options.wasi, lent);
  const bytes = readSource(source);
  checkBytes(name, bytes, limits);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const transpiled = await transpiledOnce(name, bytes, sha256);
  const program = compileComponent({ name, sha256, transpiled }, limits, { metering, allow });
  const world = new ComponentWorld(options.imports ?? {}, wasi, limits);
  try {
    world.hold(instances.add(name, world));
    checkGrants(program, world.grants);
    return new OpenComponent(program, limits, world, compartment);
  } catch (error) {
    world.dispose();
    throw error;
  }
}

function noWorker(name: string): Error {
  return fail(
    "ERR_LAYER_NOT_PORTABLE",
    `Cannot take ${name} to a worker: components run in the thread that calls. Open it without \`worker: true\`.`,
  );
}

function nameOf(source: ModuleSource): string {
  return source instanceof Uint8Array ? "wasm component" : pathOf(source);
}
