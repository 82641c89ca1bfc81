// `@cofferdam/ffi/declaration`: for the project's own packages, which check on this side what they call on another.
// Not for applications, and not stable.
export type { TypeObject } from "koffi";
export { type Abortable, listen, unlessAborted, unlisten } from "./async-abort.js";
export { splitOptions } from "./async-options.js";
export {
  type Declaration,
  declare,
  type FuncArguments,
  type FunctionInfo,
  type Parameter,
  typeNamed,
} from "./declaration.js";
export { linkedParameter } from "./linked-parameter.js";
export { checkPointer } from "./pointer.js";
export { callbackType } from "./registered-callbacks.js";
