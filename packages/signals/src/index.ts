export { type DeadlineOptions, deadline } from "./deadline.js";
export { signals } from "./layer.js";
export type { SignalsOptions } from "./options.js";
