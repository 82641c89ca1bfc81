import { fail, show } from "@cofferdam/core";
import type { ImportKind, Manifest } from "../metering/index.js";
import { signatureText } from "./signature-text.js";

/** What a module is granted: values by module and name, functions as JavaScript functions. */
export type Imports = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** The same, and what is known of it. */
export interface Granted {
  readonly imports: Imports;
  /** Of functions that are called by one type only; undefined: of JavaScript's own nobody can tell. */
  signatureOf(module: string, name: string): string | undefined;
}

export const WASI = "wasi_snapshot_preview1";

const isOfKind: Readonly<Record<ImportKind, (value: unknown) => boolean>> = {
  function: (value) => typeof value === "function",
  memory: (value) => value instanceof WebAssembly.Memory,
  table: (value) => value instanceof WebAssembly.Table,
  global: (value) =>
    value instanceof WebAssembly.Global || typeof value === "number" || typeof value === "bigint",
  tag: (value) => value instanceof WebAssembly.Tag,
};

/**
 * Checks that everything that a module imports was granted, and by what type; nothing else is linked.
 *
 * @throws ERR_WASM_IMPORT with all that is missing, and what would grant each
 */
export function checkGrants(name: string, { imports }: Manifest, granted: Granted): void {
  const problems = imports.flatMap((each) => problemsOf(each, granted));
  if (problems.length === 0) return;
  const [list, count] = [problems.map((text) => `\n  ${text}`).join(""), problems.length];
  throw fail(
    "ERR_WASM_IMPORT",
    `Expected every import of ${name} to be granted, got ${count} that ${count === 1 ? "is" : "are"} not:${list}`,
  );
}

type Import = Manifest["imports"][number];

function problemsOf(each: Import, granted: Granted): readonly string[] {
  const { module, name, kind, signature = "" } = each;
  const { imports } = granted;
  const value = Object.hasOwn(imports, module) ? own(imports[module] as object, name) : undefined;
  if (value === undefined || !isOfKind[kind](value)) return [notGranted(each, value)];
  const expected = granted.signatureOf(module, name);
  if (expected === undefined || expected === signature) return [];
  return [
    `${module}.${name}: wrong signature: ${signatureText(signature)}, not ${signatureText(expected)}; correct the import`,
  ];
}

/** @throws ERR_OPTION_TYPE */
export function checkImports(imports: unknown): void {
  const isRecord = (value: unknown) => typeof value === "object" && value !== null;
  if (isRecord(imports) && Object.values(imports as object).every(isRecord)) return;
  const wrong = isRecord(imports)
    ? Object.entries(imports as object).find(([, value]) => !isRecord(value))
    : undefined;
  const [where, value] = wrong ? [`imports.${wrong[0]}`, wrong[1]] : ["imports", imports];
  throw fail(
    "ERR_OPTION_TYPE",
    `Expected an object of what is granted for \`${where}\`, got ${show(value)}. Give imports: { env: { log: … } }.`,
  );
}

function own(object: object, name: string): unknown {
  return Object.hasOwn(object, name) ? (object as Record<string, unknown>)[name] : undefined;
}

function notGranted({ module, name, kind }: Import, value: unknown): string {
  const is = value === undefined ? "" : `, not ${show(value)}`;
  const grant =
    module === WASI
      ? "give `wasi: {}`"
      : `give \`imports: { ${key(module)}: { ${key(name)}: … } }\``;
  return `${module}.${name}: a ${kind}${is}; ${grant}`;
}

function key(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
}
