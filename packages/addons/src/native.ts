import { loadNative } from "@cofferdam/core";

/** Of guest.h, for the native half to call; all on the thread of the addon that is concerned. */
export interface Callbacks {
  /** The guarded address of a function of the addon. */
  link(guest: number, address: bigint, name: string, kind: number): bigint;
  /** The address by which a guest calls a function of the host. */
  exit(address: bigint): bigint;
  /** The execution of async work went wrong. */
  executed(guest: number, thunk: bigint): void;
}

/** native/addon.cc */
export interface NativeAddons {
  attach(link: Callbacks["link"], exit: Callbacks["exit"], executed: Callbacks["executed"]): void;
  /** The process's one layer object; closes the handle scopes of abandoned calls. */
  layer(): object;
  /** The names that a file imports; a text: why it cannot be read. */
  imports(path: string): readonly string[] | string;
  /**
   * Loads a file and replaces its imports, then calls `dlopen` to have Node load it.
   *
   * @param dlopen is told whether the file registers itself, or has its init called by `ownPath`
   * @returns why it cannot be loaded
   */
  load(
    guest: number,
    path: string,
    url: string,
    flags: number,
    dlopen: (registersItself: boolean) => void,
  ): string | undefined;
  /** The path of this addon. */
  ownPath(): string;
}

let loaded: NativeAddons | undefined;

/**
 * The addon, loaded at first use.
 *
 * @param callbacks only the first caller's count
 * @throws UnsupportedPlatformError
 */
export function nativeAddons(callbacks: Callbacks): NativeAddons {
  if (loaded === undefined) {
    loaded = loadNative<NativeAddons>(new URL("..", import.meta.url), "addons.node");
    loaded.attach(callbacks.link, callbacks.exit, callbacks.executed);
  }
  return loaded;
}
