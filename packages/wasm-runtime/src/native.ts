import { loadNative, UnsupportedPlatformError } from "@cofferdam/core";

/** native/addon.cc. A negative number in place of a result is an errno. */
export interface NativeWasmRuntime {
  /** openat2(2), beneath `directory` and through no magic link: a descriptor. Closed when a worker ends, at the latest. */
  openBeneath(directory: number, path: string, flags: number): number;
  /** What openBeneath opened is closed here: Node warns, in workers, of a descriptor that it does not know. */
  close(descriptor: number): void;
  /** utimensat(2), in nanoseconds; undefined: that time stays. */
  setTimes(
    path: string,
    follow: boolean,
    atim: bigint | undefined,
    mtim: bigint | undefined,
  ): number;
}

let loaded: { readonly native: NativeWasmRuntime | undefined } | undefined;

/** The addon, loaded at first use; undefined where there is none for this platform. */
export function nativeWasmRuntimeIfAny(): NativeWasmRuntime | undefined {
  loaded ??= { native: load() };
  return loaded.native;
}

function load(): NativeWasmRuntime | undefined {
  try {
    return loadNative<NativeWasmRuntime>(new URL("..", import.meta.url), "wasm_runtime.node");
  } catch (error) {
    if (error instanceof UnsupportedPlatformError) return undefined;
    throw error;
  }
}
