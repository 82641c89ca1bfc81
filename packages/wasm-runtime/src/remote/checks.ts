/**
 * What a process says is checked before it is used: errors are made of it, and `status()` shows it. A process that was taken
 * over shall not get anything else to there.
 */
import type { Answer, HostCall, Opened, Reached, Thrown } from "./messages.js";
import { Lost } from "./peer.js";
import { isValue } from "./values.js";

type Check = (value: unknown) => boolean;

const text: Check = (value) => typeof value === "string";
const number: Check = (value) => typeof value === "number";
const truth: Check = (value) => typeof value === "boolean";
const bytes: Check = (value) => value instanceof Uint8Array;
const is =
  (...values: readonly unknown[]): Check =>
  (value) =>
    values.includes(value);
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
const either =
  (...checks: readonly Check[]): Check =>
  (value) =>
    checks.some((check) => check(value));
/** All of these, and nothing else. */
const record =
  (checks: Readonly<Record<string, Check>>): Check =>
  (value) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
    const fields = value as Readonly<Record<string, unknown>>;
    return (
      Object.keys(fields).every((key) => Object.hasOwn(checks, key)) &&
      Object.entries(checks).every(([key, check]) =>
        check(Object.hasOwn(fields, key) ? fields[key] : undefined),
      )
    );
  };

const frame = record({
  pc: text,
  symbol: maybe(text),
  offset: maybe(number),
  module: maybe(text),
  moduleOffset: maybe(text),
});
const frames = listOf(frame);

/** Those that a module can have. */
const fault = either(
  record({
    kind: is("timeout"),
    limit: orNull(number),
    elapsed: number,
    pc: maybe(text),
    frames: maybe(frames),
  }),
  record({ kind: is("fuel"), limit: number }),
  record({ kind: is("memory-limit"), limit: number, amount: number }),
  record({ kind: is("stack-overflow"), limit: number, pc: text, address: is(null), frames }),
  record({ kind: is("trap"), reason: text, frames }),
  record({ kind: is("violation"), action: text, resource: text, rule: text }),
  record({ kind: is("guest-error"), name: text, message: text }),
  record({ kind: is("exit"), exitCode: orNull(number), signal: orNull(text), output: maybe(text) }),
);

const error = record({ name: text, message: text, code: maybe(text), stack: maybe(text) });
const thrown = either(
  record({ is: is("host", "told"), number }),
  record({ is: is("fault"), number, fault, symbol: text, layer: text, cause: maybe(error) }),
  record({ is: is("violation"), number, action: text, resource: text, rule: text }),
  record({ is: is("exit"), number, code: number }),
  record({ is: is("error"), number, error }),
);

const report = record({
  wall: number,
  fuel: number,
  memoryPeak: number,
  hostCalls: number,
  hostTime: number,
  bytesIn: number,
  bytesOut: number,
  stdout: text,
  stderr: text,
  stdoutTruncated: truth,
  stderrTruncated: truth,
});
const counted: Check = (value) =>
  Array.isArray(value) && value.length === 2 && text(value[0]) && number(value[1]);
const names = listOf(record({ name: text, isFunction: truth }));
const opened = record({
  sha256: text,
  exports: (value) => names(value) && areUnique(value as Opened["exports"]),
});

function areUnique(exports: Opened["exports"]): boolean {
  return new Set(exports.map(({ name }) => name)).size === exports.length;
}

/** What a process answers when a module is opened. */
export interface OpenedOrThrown {
  readonly opened?: Opened;
  readonly thrown?: Thrown;
}

/** What a process answers to a request. */
export interface AnswerInParts extends Answer {
  /** It can be asked nothing more. */
  readonly isOver: boolean;
  /** Bytes of the value, which is asked for in pieces. */
  readonly size?: number | undefined;
}

const isOpened = either(record({ opened }), record({ thrown }));
const isAnswer = record({
  value: isValue,
  thrown: maybe(thrown),
  report: maybe(report),
  calls: listOf(counted),
  isOver: truth,
  size: maybe(number),
});
const isHostCall = record({ call: number, target: number, args: listOf(isValue) });
const isReached = record({ id: number, value: maybe(bytes), thrown: maybe(thrown) });

/** Each throws Lost: who says such things is not asked again. */
export const checked = {
  opened: checkedBy<OpenedOrThrown>(isOpened, "module that was opened"),
  answer: checkedBy<AnswerInParts>(isAnswer, "answer"),
  hostCall: checkedBy<HostCall>(isHostCall, "call of the host"),
  reached: checkedBy<Reached>(isReached, "answer of a guest that waits"),
  bytes: checkedBy<Uint8Array>(bytes, "piece of bytes"),
};

/** @throws Lost */
export function broken(reason: string): never {
  throw new Lost({ kind: "protocol", reason, offset: 0 });
}

function checkedBy<T>(check: Check, what: string): (value: unknown) => T {
  return (value) => {
    if (check(value)) return value as T;
    return broken(`what is no ${what}`);
  };
}
