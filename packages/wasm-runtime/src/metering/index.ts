export { InvalidModuleError } from "./binary/invalid-module.js";
export { EXPORTED, FRAME_UNIT_BYTES, HOST_FUNCTION, REACHED, RESERVED } from "./contract.js";
export { type Caps, DEFAULT_CAPS } from "./limits.js";
export type { ImportKind, Manifest } from "./manifest.js";
export { type Metered, meter } from "./meter.js";
export type { MeterOptions, Mode } from "./options.js";
