export { type StackOptions, stack } from "./layer.js";
