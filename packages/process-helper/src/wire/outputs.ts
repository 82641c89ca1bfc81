/** Output parameters that koffi fills in by itself: the caller's own arrays and objects get what the helper's have. */
import { WireError } from "./error.js";

/** What argument `index` holds after the call. */
export type Output = readonly [index: number, value: unknown];

type Members = Record<string, unknown>;

/**
 * As koffi does it: each element and each member is replaced by a new one.
 *
 * @param outputs from the helper, not trusted
 * @param expected of each argument that is filled in the members that its type has; undefined for an array
 * @throws WireError with nothing assigned
 */
export function assignOutputs(
  args: readonly unknown[],
  outputs: readonly Output[],
  expected: ReadonlyMap<number, readonly string[] | undefined>,
): void {
  for (const [index, value] of outputs) {
    if (!expected.has(index)) fail(`an output for argument ${index}`);
    if (Array.isArray(args[index])) checkElements(args[index], value, index);
    else checkMembers(args[index], value, expected.get(index), index);
  }
  for (const [index, value] of outputs) assign(args[index] as Members, value as Members);
}

function checkElements(array: readonly unknown[], value: unknown, index: number): void {
  if (Array.isArray(value) && value.length === array.length) return;
  fail(`no array of ${array.length} elements for argument ${index}`);
}

function checkMembers(
  object: unknown,
  value: unknown,
  members: readonly string[] = [],
  index: number,
): void {
  if (!isObject(object) || !isObject(value)) fail(`no object for argument ${index}`);
  const unknown = Object.keys(value).find((key) => !members.includes(key));
  if (unknown !== undefined) fail(`member ${JSON.stringify(unknown)} for argument ${index}`);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function assign(object: Members, values: Members): void {
  for (const [key, value] of Object.entries(values)) {
    // assigned, it would be the prototype
    if (key === "__proto__") Object.defineProperty(object, key, { ...PLAIN, value });
    else object[key] = value;
  }
}

const PLAIN = { writable: true, enumerable: true, configurable: true };

function fail(reason: string): never {
  throw new WireError("ERR_WIRE_VALUE", reason, 0);
}
