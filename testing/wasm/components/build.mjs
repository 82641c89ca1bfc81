// Makes the components: ../build/<name>.component.wasm of <name>.c and <name>.wit beside it, unless it is newer than those.
//
//   node testing/wasm/components/build.mjs        (needs the Debian packages that ../toolchain.mjs lists, and jco)
//
// A source without a .wit is a program, which exports wasi:cli/run.

import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import {
  componentEmbed,
  componentNew,
  preview1AdapterCommandPath,
  preview1AdapterReactorPath,
} from "@bytecodealliance/jco";
import { wasmPath } from "../paths.mjs";
import { whatIsMissing } from "../toolchain.mjs";

const run = promisify(execFile);
const SELF = fileURLToPath(import.meta.url);
const FOLDER = dirname(SELF);
const FLAGS = [
  "--target=wasm32-wasi",
  "-std=gnu11",
  "-Wall",
  "-Wextra",
  "-O2",
  "-Wl,--strip-debug",
];

/** clang runs a wasm-opt that it finds, and below npm it finds binaryen's: that takes the names of functions away. */
const ENVIRONMENT = {
  ...process.env,
  PATH: process.env.PATH?.split(delimiter)
    .filter((folder) => !folder.includes("node_modules"))
    .join(delimiter),
};

/** @type {import("./build.d.mts").componentPath} */
export function componentPath(name) {
  return wasmPath(`${name}.component`);
}

/** @type {import("./build.d.mts").buildComponents} */
export async function buildComponents() {
  await mkdir(dirname(wasmPath("any")), { recursive: true });
  const sources = (await readdir(FOLDER)).filter((file) => file.endsWith(".c"));
  for (const source of sources) await buildIfStale(basename(source, ".c"));
}

async function buildIfStale(name) {
  const sources = [SELF, join(FOLDER, "abi.h"), sourceOf(name), witOf(name)];
  const newest = Math.max(...(await Promise.all(sources.map(changedAt))));
  if ((await changedAt(componentPath(name))) > newest) return;
  const unfinished = `${componentPath(name)}.${randomUUID()}`;
  try {
    await writeFile(unfinished, await componentOf(name, `${unfinished}.core`));
    await rename(unfinished, componentPath(name)); // whole: others may build at the same time
  } catch (error) {
    const said = error.stderr || error.message || error;
    throw new Error(`Could not build the component ${name}:\n${said}${whatIsMissing()}`, {
      cause: error,
    });
  } finally {
    await Promise.all([unfinished, `${unfinished}.core`].map((file) => rm(file, { force: true })));
  }
}

async function componentOf(name, core) {
  const witSource = await readFile(witOf(name), "utf8").catch(() => undefined);
  const model = witSource === undefined ? [] : ["-mexec-model=reactor"];
  await run("clang", [...FLAGS, ...model, sourceOf(name), "-o", core], { env: ENVIRONMENT });
  const binary = await readFile(core);
  if (witSource === undefined) return adapted(binary, preview1AdapterCommandPath());
  const embedded = await componentEmbed({ binary, witSource, world: name });
  return adapted(embedded, preview1AdapterReactorPath());
}

async function adapted(module, adapter) {
  return componentNew(module, [["wasi_snapshot_preview1", await readFile(adapter)]]);
}

function sourceOf(name) {
  return join(FOLDER, `${name}.c`);
}

function witOf(name) {
  return join(FOLDER, `${name}.wit`);
}

async function changedAt(path) {
  return (await stat(path).catch(() => undefined))?.mtimeMs ?? 0;
}

if (process.argv[1] !== undefined && (await realpath(process.argv[1])) === SELF) {
  await buildComponents().catch((error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  });
}
