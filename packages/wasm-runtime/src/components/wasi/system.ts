import type { Settings } from "../../wasi/wasi-options.js";
import type { Resources } from "./resource.js";

/** What the functions of one guest's WASI 0.2 work on. */
export interface ComponentSystem extends Settings {
  readonly resources: Resources;
}
