// Installs the Nodes that some tests run in, unless they are there. Offline, those tests are skipped.
//
//   node testing/nodes/install.mjs [MAJOR...]     default: all

import { spawn } from "node:child_process";
import { once } from "node:events";
import { realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { findNode, INSTALLABLE } from "./find.mjs";

const OPTIONS = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];

/** Of a lockfile of its own each: in the workspace, the package's `bin` would become the `node` of npm scripts. */
export async function installNode(major) {
  if (findNode(major).path !== undefined) return;
  const why = await npmCi(fileURLToPath(new URL(String(major), import.meta.url)));
  const { missing } = findNode(major);
  if (missing === undefined) return;
  console.error(`Tests with Node ${major} will be skipped. ${missing} (${why})`);
}

/** @returns how it ended */
async function npmCi(folder) {
  const npm = spawn("npm", ["ci", ...OPTIONS, "--prefix", folder], {
    cwd: folder,
    stdio: ["ignore", "ignore", "inherit"],
  });
  try {
    const [status] = await once(npm, "close");
    return `npm ci ended with ${status}`;
  } catch (error) {
    return error.message;
  }
}

if (
  process.argv[1] !== undefined &&
  realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)
) {
  const asked = process.argv.slice(2).map(Number);
  await Promise.all((asked.length > 0 ? asked : INSTALLABLE).map(installNode));
}
