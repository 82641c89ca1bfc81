/** Errors as they cross: what there is of one, and an error made of that. */
import { types } from "node:util";
import { MAX_CAUSES, MAX_ERROR_TEXT } from "../limits.js";

/** A code, a stack, a cause: each that there is. */
export type OptionalParts = readonly [
  code: string | number | undefined,
  stack: string | undefined,
  cause: unknown,
];

export interface ErrorParts {
  readonly name: string;
  readonly message: string;
  readonly optional: OptionalParts;
}

/** @param causes errors that this one is behind */
export function errorParts(error: Error, stacks: boolean | undefined, causes: number): ErrorParts {
  const { code, stack, cause } = error as Error & { code?: unknown; cause?: unknown };
  return {
    name: shortened(error.name) ?? "Error",
    message: shortened(error.message) ?? "",
    optional: [
      typeof code === "number" ? code : shortened(code),
      stacks ? shortened(stack) : undefined,
      causes < MAX_CAUSES && types.isNativeError(cause) ? cause : shortened(cause),
    ],
  };
}

/** An error of the class that the name is of, where the language has it. */
export function errorOf({ name, message, optional: [code, stack, cause] }: ErrorParts): Error {
  const Class = classes.get(name) ?? Error;
  const error = new Class(message, cause === undefined ? undefined : { cause });
  if (error.name !== name) define(error, "name", name);
  if (stack !== undefined) define(error, "stack", stack);
  return code === undefined ? error : Object.assign(error, { code });
}

const classes = new Map(
  [Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError].map((Class) => [
    Class.name,
    Class,
  ]),
);

/** As the language's own: not enumerable. */
function define(error: Error, name: string, value: string): void {
  Object.defineProperty(error, name, { value, writable: true, configurable: true });
}

/** A host may throw what it likes as an error's text. */
function shortened(text: unknown): string | undefined {
  return typeof text === "string" ? text.slice(0, MAX_ERROR_TEXT) : undefined;
}
