import { loadNative } from "@cofferdam/core";

/** native/addon.cc */
export interface NativeStack {
  /** The layer object for stacks of `bytes`. */
  layer(bytes: number): object;
  /** Most bytes touched on a stack of this size, page-granular, and how many stacks there are. */
  use(bytes: number): { highWater: number; stacks: number };
  /** Gives back the memory of this thread's idle stacks. */
  trim(): void;
}

let loaded: NativeStack | undefined;

/** The addon, loaded at first use. @throws UnsupportedPlatformError */
export function nativeStack(): NativeStack {
  loaded ??= loadNative<NativeStack>(new URL("..", import.meta.url), "stack.node");
  return loaded;
}
