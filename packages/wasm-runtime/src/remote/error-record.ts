import { type ErrorCode, errorTable, fail } from "@cofferdam/core";
import type { ErrorRecord } from "./messages.js";

/** Characters of an error's text, or of its stack, that are told. */
const MAX_TEXT = 16_384;

/** What can be told of anything that was thrown. */
export function recordOf(thrown: unknown): ErrorRecord {
  const { name, message, code, stack } = Object(thrown) as Partial<Record<string, unknown>>;
  return {
    name: textOf(name) ?? "Error",
    message: textOf(message) ?? String(thrown).slice(0, MAX_TEXT),
    ...(textOf(code) !== undefined && { code: textOf(code) as string }),
    ...(textOf(stack) !== undefined && { stack: textOf(stack) as string }),
  };
}

/** An error of the class that it had, where that is known. */
export function errorFrom({ name, message, code, stack }: ErrorRecord): Error {
  if (code !== undefined && Object.hasOwn(errorTable, code))
    return fail(code as ErrorCode, message);
  const Class = classes.get(name) ?? Error;
  const error = new Class(message);
  if (error.name !== name) define(error, "name", name);
  if (stack !== undefined) define(error, "stack", stack);
  return code === undefined ? error : Object.assign(error, { code });
}

const classes = new Map(
  [
    ...[Error, RangeError, ReferenceError, SyntaxError, TypeError],
    ...[WebAssembly.RuntimeError, WebAssembly.LinkError, WebAssembly.CompileError],
  ].map((Class) => [Class.prototype.name, Class as new (message: string) => Error]),
);

/** As the language's own: not enumerable. */
function define(error: Error, name: string, value: string): void {
  Object.defineProperty(error, name, { value, writable: true, configurable: true });
}

function textOf(text: unknown): string | undefined {
  return typeof text === "string" ? text.slice(0, MAX_TEXT) : undefined;
}
