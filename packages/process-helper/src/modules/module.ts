import { checkKeys, fail, show, type Target } from "@cofferdam/core";
import { importedUrl } from "../helper-path.js";
import type { HostedModule } from "./host/hosted-module.js";

export interface ModuleOptions {
  /** Where it is imported from: the `file:` URL of a module, which is `import.meta.url`. */
  readonly from: string | URL;
}

/**
 * A JavaScript module, or a package, as a target: `guard.open(module("better-sqlite3", { from: import.meta.url }))`.
 *
 * @param specifier what `import()` would take there
 * @throws ERR_OPTION_TYPE, ERR_OPTION_RANGE
 */
// biome-ignore lint/suspicious/noExplicitAny: only the module knows what it exports
export function module<Exports = any>(
  specifier: string,
  options: ModuleOptions,
): Target<HostedModule<Exports>> {
  if (typeof specifier !== "string" || specifier === "" || specifier.includes("\0")) {
    throw fail(
      "ERR_OPTION_TYPE",
      `Expected what \`import\` takes for \`module\`, got ${show(specifier)}. ` +
        'Give a package\'s name, or a file such as "./parser.js".',
    );
  }
  checkKeys(options, ["from"], "module");
  const from = checkedFrom(options?.from);
  return {
    kind: "module",
    name: specifier,
    recipe: {
      module: importedUrl,
      export: "imported",
      args: [specifier, from],
    },
    load() {
      throw fail(
        "ERR_LAYER_NOT_PORTABLE",
        `Cannot open ${specifier} in this process: a module is isolated by a process of its own. ` +
          "List processHelper() in `isolate`, or use `import`.",
      );
    },
  };
}

function checkedFrom(from: unknown): string {
  const url = String(from);
  if (url.startsWith("file:") && URL.canParse(url)) return url;
  throw fail(
    "ERR_OPTION_TYPE",
    `Expected the \`file:\` URL of a module for \`from\`, got ${show(from)}. Give import.meta.url.`,
  );
}
