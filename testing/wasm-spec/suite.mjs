// Where the scripts of the core testsuite are, ready to run. The data stays out of the repository; what is made of it is
// kept in build/, and made anew when the data or the code that reads it changes.

import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const DATA =
  process.env.COFFERDAM_WASM_TESTSUITE ?? join(HERE, "../../../shared/data/wasm-testsuite");
const ARCHIVES = ["json.tar.gz", "wast.tar.gz"];

/** Why there is no testsuite, if so. */
export function missingSuite() {
  const missing = ARCHIVES.map((name) => join(DATA, name)).find((path) => !existsSync(path));
  return missing && `There is no WebAssembly testsuite: ${missing} does not exist.`;
}

/** @returns {Promise<string>} the folder of the scripts */
export async function prepareSuite() {
  const build = join(HERE, "build");
  const ready = join(build, `scripts-${stamp()}`);
  if (existsSync(ready)) return ready;
  mkdirSync(build, { recursive: true });
  const making = mkdtempSync(join(build, "making-"));
  const { convert } = await import("./convert.mjs");
  await convert(
    ARCHIVES.map((name) => join(DATA, name)),
    making,
  );
  publish(making, ready);
  removeOthers(build, basename(ready));
  return ready;
}

/** Of everything that the scripts are made of. */
function stamp() {
  const hash = createHash("sha256");
  const code = readdirSync(join(HERE, "wast")).map((name) => join(HERE, "wast", name));
  const data = ARCHIVES.map((name) => join(DATA, name));
  for (const path of [...data, ...code.sort(), join(HERE, "convert.mjs")])
    hash.update(readFileSync(path));
  return hash.digest("hex").slice(0, 16);
}

/** Of two processes that made the same, the second finds it there. */
function publish(making, ready) {
  try {
    renameSync(making, ready);
  } catch (error) {
    rmSync(making, { recursive: true });
    if (!existsSync(ready)) throw error;
  }
}

/** Made of older data or by older code. */
function removeOthers(build, ready) {
  const others = readdirSync(build).filter((name) => name.startsWith("scripts-") && name !== ready);
  for (const name of others) rmSync(join(build, name), { recursive: true });
}
