import { MAX_NAME } from "../limits.js";

/**
 * What would lead out of what is declared, or have the language take a handle for something else: `then` for a
 * promise, which `await` would call.
 */
const never: ReadonlySet<unknown> = new Set(["__proto__", "constructor", "prototype", "then"]);

/** May a member be declared, and called, by this name? */
export function isName(name: unknown): name is string {
  return typeof name === "string" && name.length <= MAX_NAME && !never.has(name);
}
