export { default as koffi } from "koffi";
export type { Library, LibraryStatus, NativeFunction, Variable } from "./library.js";
export { type LibraryOptions, library } from "./target.js";
