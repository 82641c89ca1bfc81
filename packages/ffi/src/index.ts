export { koffi } from "./koffi.js";
export type { Library, LibraryStatus, NativeFunction, Variable } from "./library.js";
export type { LibraryOptions } from "./options.js";
export { library } from "./target.js";
