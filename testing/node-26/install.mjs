// Installs the Node.js 26 that some tests run their fixtures with, unless it is there. Offline, those tests are skipped.
//
//   node testing/node-26/install.mjs

import { spawnSync } from "node:child_process";
import { realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { node26 } from "./find.mjs";

const FOLDER = fileURLToPath(new URL(".", import.meta.url));
const OPTIONS = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];

/** Of a lockfile of its own: in the workspace, the package's `bin` would become the `node` of npm scripts. */
export function installNode26() {
  if (node26().path !== undefined) return;
  const { status, error } = spawnSync("npm", ["ci", ...OPTIONS, "--prefix", FOLDER], {
    cwd: FOLDER,
    stdio: ["ignore", "ignore", "inherit"],
  });
  const { path, missing } = node26();
  if (path !== undefined) return;
  const why = error?.message ?? `npm ci ended with ${status}`;
  console.error(`Tests of node:ffi will be skipped. ${missing} (${why})`);
}

if (
  process.argv[1] !== undefined &&
  realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)
) {
  installNode26();
}
