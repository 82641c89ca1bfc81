import { manifestOf } from "../decide/manifest.js";
import { smallest } from "../limits/limit.js";
import type { WasmLimits } from "./factories.js";
import type { Rules } from "./rules.js";

const keys: Readonly<Record<keyof WasmLimits, string>> = {
  memory: "memory",
  fuel: "fuel",
  stackDepth: "stack_depth",
  timeout: "timeout",
  stdoutLimit: "stdout_limit",
  stderrLimit: "stderr_limit",
  hostCalls: "host_calls",
  payloadLimit: "payload_limit",
};

/** The module's own, else that of all, and of these the least that any document says. */
export function wasmLimits({ readings }: Rules, path: string): WasmLimits {
  const limits = Object.entries(keys).map(([name, key]) => {
    const each = readings.flatMap((reading) => {
      const manifest = manifestOf(reading, ["wasm", "modules"], path);
      const own = manifest && [...manifest.path, key];
      return smallest([reading], ...(own ? [own] : []), ["wasm", key]) ?? [];
    });
    const values = each.map(({ value }) => value);
    const least = Math.min(...values);
    return [name, values.length === 0 || !Number.isFinite(least) ? 0 : least];
  });
  return Object.fromEntries(limits);
}
