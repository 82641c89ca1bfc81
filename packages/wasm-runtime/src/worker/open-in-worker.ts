import type { Compartment } from "@cofferdam/core";
import { hasPromiseIntegration } from "../instance/jspi.js";
import type { WasmInstance } from "../instance/wasm-instance.js";
import type { Granted } from "../instance/world-of.js";
import type { Limits } from "../limits.js";
import type { LiveInstances } from "../live-instances.js";
import type { Program } from "../program/program.js";
import { Packing } from "../remote/packing.js";
import { RemoteInstance } from "../remote/remote-instance.js";
import { isSuspending } from "../suspending.js";
import { WorkerPlace } from "./worker-place.js";

/** Does the module wait for functions of the host, where the engine cannot wait? */
export function cannotWaitHere({ manifest }: Program, { imports = {} }: Granted): boolean {
  if (hasPromiseIntegration) return false;
  return manifest.imports.some(({ module, name }) => isSuspending(imports[module]?.[name]));
}

/** What is around an instance. */
export interface Around {
  readonly walls: Compartment;
  readonly instances: LiveInstances;
}

/** Opens a module in a thread of its own. @throws ERR_LAYER_NOT_PORTABLE, and what opening it in this one throws */
export async function openInWorker(
  program: Program,
  limits: Limits,
  options: Granted,
  { walls, instances }: Around,
): Promise<WasmInstance> {
  const { name } = program;
  const { functions, granted } = new Packing(name, options);
  const place = new WorkerPlace(program, limits, granted);
  return RemoteInstance.open({ name, functions, place, walls, mode: "wasm", instances });
}
