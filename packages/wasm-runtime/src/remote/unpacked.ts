import type { Granted } from "../instance/world-of.js";
import type { Imports } from "../program/grants.js";
import type { WasiOptions } from "../wasi/index.js";
import { mountFrom } from "../wasi/portable-mount.js";
import type { PortableFunction, PortableGranted } from "./packing.js";

/** What a module is granted, made anew. @param functionFor what stands here for a function of the host */
export function unpacked(
  { imports, wasi }: PortableGranted,
  functionFor: (portable: PortableFunction) => unknown,
): Granted {
  const made: Record<string, Record<string, unknown>> = Object.create(null);
  for (const { module, name, value } of imports) {
    made[module] ??= Object.create(null) as Record<string, unknown>;
    made[module][name] = typeof value === "object" ? functionFor(value) : value;
  }
  return { imports: made as Imports, ...(wasi && { wasi: wasiFrom(wasi, functionFor) }) };
}

function wasiFrom(
  { options, functions, mounts }: NonNullable<PortableGranted["wasi"]>,
  functionFor: (portable: PortableFunction) => unknown,
): WasiOptions {
  const calls = Object.entries(functions).map(([key, value]) => [key, functionFor(value)]);
  return {
    ...options,
    ...Object.fromEntries(calls),
    mounts: Object.fromEntries(mounts.map(([path, mount]) => [path, mountFrom(mount)])),
  };
}
