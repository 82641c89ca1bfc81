export { InvalidModuleError } from "./binary/invalid-module.js";
export { EXPORTED, FRAME_UNIT_BYTES, HOST_FUNCTION, REACHED, RESERVED } from "./contract.js";
export { Allowance, type AllowanceLimits } from "./host/allowance.js";
export { LimitReached } from "./host/limit-reached.js";
export { type Caps, DEFAULT_CAPS } from "./limits.js";
export type { ImportKind, Manifest } from "./manifest.js";
export { type Metered, meter } from "./meter.js";
export type { MeterOptions, Mode } from "./options.js";
export { Locator, type Place } from "./trace/locate.js";
