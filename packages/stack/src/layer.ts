import {
  bytesOf,
  checkKeys,
  type IsolationLayer,
  type NativeHalf,
  probe,
  type Size,
} from "@cofferdam/core";
import { DEFAULT_STACK_BYTES, MAX_STACK_BYTES, MIN_STACK_BYTES, TRIM_PERIOD_MS } from "./limits.js";
import { nativeStack } from "./native.js";

export interface StackOptions {
  /** Usable size of each stack, rounded up to pages. Default: "1MiB". */
  readonly size?: Size;
}

/** stack({ size: 65_000 }) and stack({ size: "64KiB" }) share their stacks: whole pages. */
const PAGE_BYTES = 4096;

/**
 * A layer that runs each guarded call on a stack of its own, between guard regions of 1 MiB. An overflow
 * becomes a `stack-overflow` fault when `signals` is there to catch it; without, the process dies of it,
 * but nothing outside the stack was written.
 *
 * @throws ERR_OPTION_TYPE, ERR_OPTION_RANGE
 */
export function stack(options: StackOptions = {}): IsolationLayer {
  checkKeys(options, ["size"], "stack");
  const limits = { min: MIN_STACK_BYTES, max: MAX_STACK_BYTES };
  const asked = bytesOf(options.size ?? DEFAULT_STACK_BYTES, "size", limits);
  const bytes = Math.ceil(asked / PAGE_BYTES) * PAGE_BYTES;
  return {
    name: "stack",
    inside: ["signals"],
    recipe: {
      module: import.meta.url,
      export: "stack",
      args: [{ ...options }],
    },
    probe: () => probe(nativeStack),
    native: () => nativeHalf(bytes),
    status: () => ({ size: bytes, ...nativeStack().use(bytes) }),
  };
}

let trimming = false;

function nativeHalf(bytes: number): NativeHalf {
  const handle = nativeStack().layer(bytes);
  if (!trimming) setInterval(() => nativeStack().trim(), TRIM_PERIOD_MS).unref();
  trimming = true;
  return { handle, switchesStack: true };
}
