export { signals } from "./layer.js";
export type { SignalsOptions } from "./options.js";
