import { fail, openPrivateLibrary, type PrivateLibrary } from "@cofferdam/core";
import koffi from "koffi";
import { type FuncArguments, functionAt } from "./declaration.js";
import type { LoadedFrom } from "./loaded-from.js";
import type { LoadedLibrary } from "./loaded-library.js";

/** A library with a C library, and so a heap, of its own. */
class OwnHeapLibrary implements LoadedLibrary {
  readonly #library: PrivateLibrary;

  constructor(library: PrivateLibrary) {
    this.#library = library;
  }

  symbol(name: string): bigint | undefined {
    return this.#library.symbol(name);
  }

  errno(): number {
    const location = this.#library.symbol("__errno_location");
    if (location === undefined) return 0; // it is unloaded, or was linked with no C library at all
    const locate = functionAt<() => bigint>(location, ["int *__errno_location()"]);
    return koffi.decode(locate(), "int");
  }

  unload(tainted: boolean): boolean {
    this.#library.close(tainted);
    return true; // also where a part of it stays in memory: loading it again makes another namespace
  }
}

/** @param name for errors. @throws ERR_DLOPEN_FAILED, ERR_NAMESPACES_EXHAUSTED */
export function loadPrivate(
  name: string,
  options: { readonly lazy?: boolean; readonly deep?: boolean },
  { path, needed }: LoadedFrom,
): LoadedLibrary {
  return new OwnHeapLibrary(openPrivateLibrary(path, { ...options, needed, name }));
}

/** koffi's `!` hands memory to the host's `free`. @throws ERR_PROTOTYPE_UNSUPPORTED */
export function refuseHostFree(path: string, declaration: FuncArguments): void {
  const words: readonly unknown[] = declaration.flat();
  if (!words.some((word) => typeof word === "string" && word.includes("!"))) return;
  throw fail(
    "ERR_PROTOTYPE_UNSUPPORTED",
    `Cannot guard ${JSON.stringify(declaration[0])}: \`!\` frees with the host's \`free\`, and ${path} has a heap ` +
      'of its own. Use koffi.disposable("OwnText", "str", lib.func("void free(void *)")) for the type.',
  );
}
