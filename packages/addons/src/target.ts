import { checkKeys, fail, show, type Target } from "@cofferdam/core";
import { Addon } from "./addon.js";
import { openGuest } from "./guests.js";
import { load } from "./loader.js";
import { resolve } from "./resolve.js";

export interface AddonOptions {
  /** Where the addon is looked up from: a folder's path, or the `file:` URL of a module (`import.meta.url`).
   *  Default: the working directory. */
  readonly from?: string | URL;
}

/**
 * A Node-API addon as a target: `guard.openSync(addon("bcrypt"))`.
 *
 * @param specifier what `require` takes: a `.node` file, or a package that loads some
 * @throws ERR_OPTION_TYPE, ERR_OPTION_RANGE
 */
// biome-ignore lint/suspicious/noExplicitAny: only the addon knows what it exports
export function addon<Exports = any>(
  specifier: string,
  options: AddonOptions = {},
): Target<Addon<Exports>> {
  if (typeof specifier !== "string" || specifier === "" || specifier.includes("\0")) {
    throw fail(
      "ERR_OPTION_TYPE",
      `Expected a path or the name of a package for \`addon\`, got ${show(specifier)}. ` +
        'Give a file such as "./build/Release/parser.node", or a name such as "bcrypt".',
    );
  }
  checkKeys(options, ["from"], "addon");
  const from = checkedFrom(options.from);
  return {
    kind: "addon",
    name: specifier,
    recipe: {
      module: import.meta.url,
      export: "addon",
      args: [specifier, from === undefined ? {} : { from: String(from) }],
    },
    load(compartment) {
      const guest = openGuest(compartment);
      const asked = (path: string) => compartment.use({ action: "load", resource: path });
      const loaded = load(resolve(specifier, from), guest.id, asked);
      return new Addon<Exports>(compartment, guest.callbacks, loaded);
    },
  };
}

function checkedFrom(from: string | URL | undefined): string | URL | undefined {
  if (from === undefined || typeof from === "string") return from;
  if (from instanceof URL && from.protocol === "file:") return from;
  const got = from instanceof URL ? from : show(from);
  throw fail(
    "ERR_OPTION_TYPE",
    `Expected a folder's path or a \`file:\` URL for \`from\`, got ${got}. Give import.meta.url, or leave it out.`,
  );
}
