/** A library and the private ones that it needs, admitted and open. */
import type { Admission, AdmittedLibrary } from "./admit.js";
import { type NeededLibrary, neededLibraries } from "./needed.js";

export interface Admitted extends Disposable {
  /** In the order in which they are loaded; the library itself is the last. */
  readonly libraries: readonly AdmittedLibrary[];
  /** What the loader brings with it, as far as the files say. */
  readonly needed: readonly NeededLibrary[];
}

/**
 * @param name as dlopen(3) takes it
 * @throws LibraryRefusal for any of them
 */
export function admitAll(admission: Admission, name: string): Admitted {
  const libraries: AdmittedLibrary[] = [];
  const dispose = () => {
    for (const library of libraries.splice(0)) library[Symbol.dispose]();
  };
  try {
    const main = admission.admit(name);
    libraries.push(main);
    // what lies beside it is not found from /proc/self/fd: see admit.ts
    const needed = neededLibraries(main).libraries;
    const own = needed.filter(({ isPrivate }) => isPrivate);
    const paths = own.flatMap(({ realPath }) => realPath ?? []);
    libraries.unshift(...paths.map((path) => admission.admit(path)));
    return { libraries: [...libraries], needed, [Symbol.dispose]: dispose };
  } catch (error) {
    dispose();
    throw error;
  }
}
