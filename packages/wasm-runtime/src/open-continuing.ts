import { type Compartment, isolate } from "@cofferdam/core";
import { LAYER } from "./instance/endings.js";

/** Opens a module where what becomes of its faults is said elsewhere: here the next call goes in. */
export function openContinuing<Handle>(
  name: string,
  load: (walls: Compartment) => Handle | Promise<Handle>,
): Promise<Handle> {
  return isolate([{ name: LAYER, afterFault: "continue" }]).open({ kind: "wasm", name, load });
}
