import { fail, show } from "@cofferdam/core";
import type { ComponentProgram } from "./program.js";
import type { Need } from "./transpile/needs.js";

type Member = (...args: never[]) => unknown;

/**
 * What a component is granted: by interface, without its version, its functions, and the classes of its resources; a function
 * of the world's own by its name. Names of functions are camelCase, as jco has them.
 */
export type ComponentImports = Readonly<Record<string, Member | Readonly<Record<string, unknown>>>>;

/** @throws ERR_OPTION_TYPE */
export function checkImports(imports: ComponentImports): void {
  const odd = Object.entries(imports).find(
    ([, value]) => typeof value !== "function" && (typeof value !== "object" || value === null),
  );
  if (odd === undefined) return;
  throw fail(
    "ERR_OPTION_TYPE",
    `Expected a function, or functions by name, for \`imports[${JSON.stringify(odd[0])}]\`, got ${show(odd[1])}.`,
  );
}

/**
 * Checks that everything that a component imports was granted; nothing else is linked.
 *
 * @throws ERR_WASM_IMPORT with all that is missing, and what would grant each
 */
export function checkGrants({ name, needs }: ComponentProgram, granted: ComponentImports): void {
  const missing = needs.filter((need) => typeof grantOf(need, granted) !== "function");
  if (missing.length === 0) return;
  const [list, count] = [missing.map((need) => `\n  ${problem(need)}`).join(""), missing.length];
  throw fail(
    "ERR_WASM_IMPORT",
    `Expected every import of ${name} to be granted, got ${count} that ${count === 1 ? "is" : "are"} not:${list}`,
  );
}

function grantOf({ from, name }: Need, granted: ComponentImports): unknown {
  const value = Object.hasOwn(granted, from) ? granted[from] : undefined;
  if (name === undefined || value === undefined) return value;
  return Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
}

/** Of WASI, what is granted by `wasi`. */
const OURS = /^wasi:(?:cli|clocks|filesystem|io|random)\//;

function problem({ from, name }: Need): string {
  const what = name === undefined ? from : `${from}.${name}`;
  const key = JSON.stringify(from);
  const grant = name === undefined ? `{ ${key}: … }` : `{ ${key}: { ${name}: … } }`;
  if (OURS.test(from)) return `${what}; give \`wasi: {}\`, where it has that`;
  const how = from.startsWith("wasi:") ? "`wasi` does not grant it; " : "";
  return `${what}; ${how}give \`imports: ${grant}\``;
}
