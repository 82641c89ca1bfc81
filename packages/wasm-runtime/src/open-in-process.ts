import type { TargetHost } from "@cofferdam/core";
import type { WasmInstance } from "./instance/wasm-instance.js";
import type { Granted } from "./instance/world-of.js";
import type { Running } from "./program/compile.js";
import { hostedUrl } from "./program-paths.js";
import { Packing } from "./remote/packing.js";
import { ProcessPlace } from "./remote/process-place.js";
import { RemoteInstance } from "./remote/remote-instance.js";
import type { Around } from "./worker/open-in-worker.js";

/** A module, and how it is run. */
export interface HostedModule {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly running: Running;
}

/**
 * Opens a module in a process of a layer's.
 *
 * @throws ERR_LAYER_NOT_PORTABLE, what starting it throws, and what opening the module in this process throws
 */
export async function openInProcess(
  host: TargetHost,
  { name, bytes, running }: HostedModule,
  options: Granted,
  { walls, instances }: Around,
): Promise<WasmInstance> {
  const { functions, granted } = new Packing(name, options);
  const asksHost = functions.length > 0;
  const { limits, metering, allow, worker } = running;
  const plain: Running = { limits, metering, allow, worker };
  const recipe = { module: hostedUrl, export: "hosted", args: [name, plain, asksHost] };
  const { payloadLimit } = limits;
  const place = new ProcessPlace({ name, host, recipe, bytes, granted, walls, payloadLimit });
  return RemoteInstance.open({ name, functions, place, walls, mode: "helper", instances });
}
