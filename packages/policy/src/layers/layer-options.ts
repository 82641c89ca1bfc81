/** What the layers of a policy are told. */
import type { AfterFault } from "@cofferdam/core";
import type { KeyPath, Reading } from "../decide/reading.js";
import { confinementOf, type ProcessTable } from "../limits/confinement.js";
import { type Limit, smallest, zeroForNone } from "../limits/limit.js";
import { afterFaults, onViolations, strictest } from "../limits/strictest.js";
import type { Request } from "../request.js";
import { enforcing } from "./enforce.js";
import type { HelperOptions } from "./factories.js";
import { libraryOptions } from "./library-options.js";
import type { Rules } from "./rules.js";
import { wasmLimits } from "./wasm-limits.js";
import { wasmWorld } from "./wasm-world.js";

/** Milliseconds that a call may take; undefined: no limit. */
export function callTimeout(readings: readonly Reading[]): Limit | undefined {
  return smallest(readings, ["ffi", "call_timeout"], ["ffi", "sandbox", "call_timeout"]);
}

/** @param request what is opened */
export function helperOptions(
  { readings, locks }: Rules,
  request: Pick<Request, "kind" | "target">,
): HelperOptions {
  const enforced = enforcing(readings);
  const table =
    request.kind === "module" ? (["modules"] as const) : (["ffi", "libraries"] as const);
  const program = programOf(readings, request.kind);
  return {
    ...pool(readings),
    timeout: zeroForNone(callTimeout(enforced)) ?? 0,
    memoryLimit: zeroForNone(smallest(enforced, ["ffi", "sandbox", "memory_limit"])) ?? 0,
    libraries: libraryOptions(enforced, locks),
    ...(program === undefined ? confined(readings, table, request.target) : { program }),
  };
}

/** Modules are imported by the built-in helper only. */
function programOf(readings: readonly Reading[], kind: Request["kind"]): string | undefined {
  if (kind === "module") return undefined;
  return readings.at(-1)?.get(["ffi", "helper"]) as string | undefined;
}

function confined(
  readings: readonly Reading[],
  table: ProcessTable,
  target: string,
): HelperOptions {
  const path = ["ffi", "sandbox", "process", "on_violation"];
  return {
    ...some("onViolation", strictest(readings, path, onViolations)),
    confinement: confinementOf(readings, table, target, process.env),
  };
}

function pool(readings: readonly Reading[]): HelperOptions {
  const least = (key: string) => smallest(readings, ["ffi", "pool", key])?.value;
  return {
    ...some("size", least("size")),
    ...some("spare", zeroForNone(smallest(readings, ["ffi", "pool", "spare"]))),
    ...some("queue", least("queue")),
    idempotent: common(readings, ["ffi", "pool", "idempotent"]),
  };
}

/** Names that every document has which says anything. */
function common(readings: readonly Reading[], path: KeyPath): readonly string[] {
  const lists = readings.flatMap((reading) => {
    const list = reading.get(path) as readonly string[] | undefined;
    return list === undefined ? [] : [list];
  });
  return lists.length === 0
    ? []
    : lists.reduce((left, right) => left.filter((name) => right.includes(name)));
}

export function stackOptions({ readings }: Rules): { readonly size?: number } {
  return some("size", smallest(readings, ["stack", "size"])?.value);
}

export function signalsOptions({ readings }: Rules): { readonly afterFault?: AfterFault } {
  return some("afterFault", strictest(readings, ["signals", "after_fault"], afterFaults));
}

export function memoryOptions({ readings }: Rules): { readonly align?: number } {
  const said = readings.map((reading) => reading.get(["memory", "align"]) as number | undefined);
  return some(
    "align",
    said.find((align) => align !== undefined),
  );
}

function some<K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [P in K]?: V });
}

/** All limits of one target, to be compared. Which libraries may be loaded is asked by itself. */
export function limitsText(rules: Rules, request: Request): string {
  if (request.kind === "wasm") {
    const { target } = request;
    return JSON.stringify([wasmLimits(rules, target), wasmWorld(rules, target, process.env)]);
  }
  const { libraries: _, ...limits } = helperOptions(rules, request);
  return JSON.stringify([limits, stackOptions(rules), signalsOptions(rules), memoryOptions(rules)]);
}
