import { fail } from "./errors.js";
import { gate } from "./slots.js";

/** dlopen(3) */
const RTLD = { lazy: 0x1, now: 0x2, deep: 0x8 } as const;

/** A library in a link-map namespace of its own: with its own C library, and so its own heap. */
export interface PrivateLibrary {
  /** Of the library or of what it is linked with, `free` of its own C library for one. */
  symbol(name: string): bigint | undefined;
  /** Unloads it. @param silently without its destructors: it had a fault, they could not be caught */
  close(silently: boolean): void;
}

export interface PrivateLibraryOptions {
  readonly lazy?: boolean;
  readonly deep?: boolean;
  /** Paths of what is loaded before it, with the same C library. */
  readonly needed?: readonly string[];
  /** What errors call it. Default: its path. */
  readonly name?: string;
}

/**
 * Loads a library with a C library of its own. It is unloaded at the latest, and then silently, when it is
 * collected or its thread ends.
 *
 * @throws ERR_DLOPEN_FAILED, ERR_NAMESPACES_EXHAUSTED
 */
export function openPrivateLibrary(
  path: string,
  { lazy = false, deep = false, needed = [], name = path }: PrivateLibraryOptions,
): PrivateLibrary {
  const flags = (lazy ? RTLD.lazy : RTLD.now) | (deep ? RTLD.deep : 0);
  const library = gate().openPrivate([...needed, path], flags);
  if (typeof library === "string") throw openError(name, library);
  return {
    symbol: (symbol) => gate().privateSymbol(library, symbol) || undefined,
    close: (silently) => gate().closePrivate(library, silently),
  };
}

/** What the loader says when it has no room, and what there is to do; anything else is about the library. */
const exhausted: readonly (readonly [says: RegExp, wayOut: string])[] = [
  [
    /no more namespaces/,
    "There are 15. Dispose some libraries; one that uses C++ keeps its namespace even so, each time it is loaded.",
  ],
  [
    /static TLS block/,
    "The loader has room for the thread-local variables of about 10 loads, and takes it back only when the last " +
      "one is unloaded first. Start Node with GLIBC_TUNABLES=glibc.rtld.optional_static_tls=16384 in its " +
      "environment: that is room for some 100.",
  ],
];

function openError(name: string, why: string): Error {
  const what = `Cannot load the library ${JSON.stringify(name)} with a private heap: ${why}.`;
  const cause = new Error(why);
  const wayOut = exhausted.find(([says]) => says.test(why))?.[1];
  if (wayOut === undefined) {
    const where = "A name without a slash is looked for where the system keeps libraries";
    return fail("ERR_DLOPEN_FAILED", `${what} ${where}, a path from the working directory.`, {
      cause,
    });
  }
  const { namespaces, loads } = gate().privateLibraries();
  const counts = `After ${loads} loads, ${namespaces} namespaces of the process are in use.`;
  return fail("ERR_NAMESPACES_EXHAUSTED", `${what} ${counts} ${wayOut}`, { cause });
}
