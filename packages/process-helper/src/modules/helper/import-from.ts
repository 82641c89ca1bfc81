/** `import()`, as a module somewhere else would do it. */
import { fileURLToPath } from "node:url";
import { compileFunction, constants } from "node:vm";

/**
 * @param specifier what that module would import
 * @param from its `file:` URL
 */
export function importFrom(specifier: string, from: string): Promise<unknown> {
  const load = compileFunction("return import(specifier);", ["specifier"], {
    filename: fileURLToPath(from),
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  } as Parameters<typeof compileFunction>[2]);
  return withoutWarnings(() => load(specifier));
}

/** What it is made of is called experimental, on standard error. */
function withoutWarnings<T>(run: () => T): T {
  const { emitWarning } = process;
  process.emitWarning = () => {};
  try {
    return run();
  } finally {
    process.emitWarning = emitWarning;
  }
}
