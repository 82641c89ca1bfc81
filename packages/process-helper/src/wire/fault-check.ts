/**
 * Faults that come over the wire. Their fields are used to make messages of, and are shown to whoever asks: a helper
 * that was taken over shall not get anything else to there.
 */
import type { Fault, FaultKind, FaultOf } from "@cofferdam/core";

type Check = (value: unknown) => boolean;
type Checks<T> = { readonly [K in keyof T]-?: Check };

const text: Check = (value) => typeof value === "string";
const number: Check = (value) => typeof value === "number";
const maybe =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);
const orNull =
  (check: Check): Check =>
  (value) =>
    value === null || check(value);
const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check);
const tuple =
  (...checks: readonly Check[]): Check =>
  (value) =>
    Array.isArray(value) &&
    value.length === checks.length &&
    checks.every((check, index) => check(value[index]));
const oneOf =
  (...values: readonly unknown[]): Check =>
  (value) =>
    values.includes(value);
const record =
  (checks: Readonly<Record<string, Check>>): Check =>
  (value) =>
    isRecord(value) && hasFields(value, checks);
const texts: Check = (value) => isRecord(value) && Object.values(value).every(text);

const frame = record({
  pc: text,
  symbol: maybe(text),
  offset: maybe(number),
  module: maybe(text),
  moduleOffset: maybe(text),
});
const frames = listOf(frame);
const thrown = { language: oneOf("C++", "Rust", "unknown"), type: text, reason: text };
const place = { pc: text, address: orNull(text), frames, registers: maybe(texts) };
const term = tuple(text, number);

const faults: { readonly [K in FaultKind]: Checks<Omit<FaultOf<K>, "kind">> } = {
  signal: {
    ...place,
    signal: number,
    name: text,
    code: number,
    codeName: text,
    exception: maybe(record(thrown)),
    term,
  },
  "stack-overflow": { ...place, limit: number, term },
  panic: { ...thrown, frames, term: tuple(text, text, frames) },
  timeout: {
    limit: orNull(number),
    elapsed: number,
    abandoned: maybe(oneOf("at-return", "in-target", "forced")),
    aborted: maybe(oneOf(true)),
    pc: maybe(text),
    frames: maybe(frames),
  },
  fuel: { limit: number },
  "memory-limit": { limit: number, amount: number },
  trap: { reason: text, frames },
  exit: {
    exitCode: orNull(number),
    signal: orNull(text),
    lastCall: maybe(text),
    output: maybe(text),
  },
  violation: { action: text, resource: text, rule: text },
  protocol: { reason: text, offset: number },
  "guest-error": { name: text, message: text, stack: maybe(text) },
  "buffer-overrun": {
    argument: number,
    offset: number,
    access: oneOf("overrun", "underrun", "read-only"),
    pc: text,
    frames,
  },
};

/** Is it a fault, with all fields of its kind and no others? */
export function isFault(value: unknown): value is Fault {
  if (!isRecord(value) || typeof value.kind !== "string") return false;
  if (!Object.hasOwn(faults, value.kind)) return false;
  const { kind, ...fields } = value;
  return hasFields(fields, faults[kind as FaultKind]);
}

function hasFields(
  value: Readonly<Record<string, unknown>>,
  checks: Readonly<Record<string, Check>>,
): boolean {
  if (!Object.keys(value).every((key) => Object.hasOwn(checks, key))) return false;
  return Object.entries(checks).every(([key, check]) =>
    check(Object.hasOwn(value, key) ? value[key] : undefined),
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
