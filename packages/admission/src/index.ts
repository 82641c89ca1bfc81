export { Admission, type AdmittedLibrary } from "./admit.js";
export { type Admitted, admitAll } from "./admit-all.js";
export { blockedFolders } from "./blocked-folders.js";
export type { FoundFile } from "./find.js";
export { type Glob, matchesGlob, parseGlob } from "./glob.js";
export { sha256Of } from "./hash.js";
export { DEFAULT_LOADED_LIBRARIES, MAX_LOADED_LIBRARIES } from "./limits.js";
export { type NeededLibraries, type NeededLibrary, neededLibraries } from "./needed.js";
export {
  NotRegularError,
  type OpenFile,
  openRegularFile,
  pathOfDescriptor,
} from "./open-file.js";
export {
  type LibraryPolicy,
  type LibraryPolicyOptions,
  libraryPolicy,
  type Pin,
} from "./policy.js";
export { type RealPath, realPathOf, type SymbolicLink } from "./real-path.js";
export type { LibraryRefusal, LibraryRule } from "./refusal.js";
