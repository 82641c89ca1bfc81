// Makes every WebAssembly guest: build/<name>.wasm from the folders in SOURCES, unless it is newer than its
// source and these scripts.
//
//   node testing/wasm/build.mjs        (needs the Debian packages that toolchain.mjs lists)
//
// Modules appear by rename, so builds that run side by side do not see each other's halves.

import { randomUUID } from "node:crypto";
import { mkdir, readdir, realpath, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { compilers } from "./compilers.mjs";
import { wasmPath } from "./paths.mjs";
import { whatIsMissing } from "./toolchain.mjs";

const SELF = fileURLToPath(import.meta.url);
const FOLDER = dirname(SELF);
const PARALLEL = 2;
/** Endings of sources, by folder; whatever else is in there is not a source. */
const SOURCES = {
  real: [".c"], // first: it takes longest
  honest: [".c", ".cc", ".as", ".wat"],
  crimes: [".c", ".wat"],
  bombs: [".mjs"],
};
/** What every guest is made with. */
const SHARED = [
  SELF,
  ...["compilers.mjs", "binary.mjs", "guest.h"].map((name) => join(FOLDER, name)),
];

/** Builds what is out of date. Silent; when it fails, throws with the compiler's output. */
export async function buildWasmGuests() {
  const folders = await Promise.all(Object.keys(SOURCES).map(sourcesIn));
  const sources = folders.flat();
  const oldest = Math.max(...(await Promise.all(SHARED.map(changedAt))));
  await mkdir(dirname(wasmPath("any")), { recursive: true });
  const worker = async () => {
    for (let source = sources.shift(); source !== undefined; source = sources.shift()) {
      if (await isStale(source, oldest)) await build(source);
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, worker));
}

async function sourcesIn(folder) {
  const names = await readdir(join(FOLDER, folder));
  return names
    .filter((name) => SOURCES[folder].includes(extname(name)))
    .map((name) => join(FOLDER, folder, name));
}

async function isStale(source, oldest) {
  const built = await changedAt(wasmPath(nameOf(source)));
  return built <= oldest || built <= (await changedAt(source));
}

async function changedAt(path) {
  const found = await stat(path).catch(() => undefined);
  return found?.mtimeMs ?? 0;
}

async function build(source) {
  const name = nameOf(source);
  const folder = `${wasmPath(name)}.${randomUUID()}`;
  const unfinished = join(folder, "unfinished.wasm");
  try {
    await mkdir(folder);
    await compilers[extname(source)](source, unfinished);
    await rename(unfinished, wasmPath(name));
  } catch (error) {
    const said = error.stderr || error.stdout || error.message;
    throw new Error(`Could not build the guest ${source}:\n${said}${whatIsMissing()}`, {
      cause: error,
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function nameOf(source) {
  return basename(source, extname(source));
}

if (process.argv[1] !== undefined && (await realpath(process.argv[1])) === SELF) {
  await buildWasmGuests().catch((error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  });
}
