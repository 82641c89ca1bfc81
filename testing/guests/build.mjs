// Compiles every guest into build/lib<name>.so, unless that is newer than its source and this file.
//
//   node testing/guests/build.mjs        (the compilers: CC, or cc; CXX, or c++; rustc, or Rust guests are left out)
//
// Libraries appear by rename, so builds that run side by side do not see each other's halves.

import { execFile, spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdir, readdir, realpath, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { libraryPath } from "./crimes.mjs";

const SELF = fileURLToPath(import.meta.url);
const FOLDER = dirname(SELF);
const PARALLEL = 2;

/** A guest must be as bad as it is written, whatever the distribution's compiler defaults to. */
const FLAGS = [
  "-Wall",
  "-Wextra",
  "-g",
  "-shared",
  "-fPIC",
  "-O1", // realistic code; -O2 would see through some crimes
  "-fno-inline", // a helper stays a frame of its own...
  "-fno-optimize-sibling-calls", // ...also when it is called last, and endless recursion stays one
  "-fsemantic-interposition", // no conclusions about one function from another one's body
  "-fno-omit-frame-pointer", // known frames: what a smash overwrites hangs on them
  "-fno-stack-protector",
  "-fno-stack-clash-protection", // probes would touch the guard page that a large frame steps over
  "-U_FORTIFY_SOURCE", // a fortified longjmp aborts instead of jumping
];

/** Compiler and flags by the ending of the source. */
const COMPILERS = {
  ".c": [...(process.env.CC || "cc").split(" "), "-std=gnu11", ...FLAGS],
  ".cc": [...(process.env.CXX || "c++").split(" "), "-std=c++20", ...FLAGS],
  ".rs": ["rustc", "-O", "--crate-type", "cdylib"],
};

/** Is there a compiler for guests in Rust on this machine? The others must be there. */
export const hasRust = spawnSync("rustc", ["--version"]).status === 0;

/** What single guests need on top. */
const FLAGS_OF = {
  bystander: ["-pthread"],
  cpp_exception: ["-fexceptions", "-Wl,--no-as-needed", "-lstdc++"],
  crash_on_own_thread: ["-pthread"],
  stack_smash_protected: ["-fstack-protector-all"],
};

/** Builds what is out of date. Silent; when it fails, throws with the compiler's output. */
export async function buildGuests() {
  const folders = await Promise.all(["crimes", "escapes", "honest"].map(sourcesIn));
  const sources = folders.flat();
  await mkdir(dirname(libraryPath("any")), { recursive: true });
  const worker = async () => {
    for (let source = sources.pop(); source !== undefined; source = sources.pop()) {
      if (await isStale(source)) await compile(source);
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, worker));
}

async function sourcesIn(folder) {
  const names = await readdir(join(FOLDER, folder));
  return names.filter(isSource).map((name) => join(FOLDER, folder, name));
}

function isSource(name) {
  const extension = extname(name);
  return extension in COMPILERS && (extension !== ".rs" || hasRust);
}

async function isStale(source) {
  const built = await changedAt(libraryPath(nameOf(source)));
  return built <= (await changedAt(source)) || built <= (await changedAt(SELF));
}

async function changedAt(path) {
  const found = await stat(path).catch(() => undefined);
  return found?.mtimeMs ?? 0;
}

async function compile(source) {
  const name = nameOf(source);
  const library = libraryPath(name);
  const folder = `${library}.${randomUUID()}`; // compilers put other files beside what they make
  const unfinished = join(folder, "unfinished.so");
  const [compiler, ...first] = COMPILERS[extname(source)];
  const flags = [...first, ...(FLAGS_OF[name] ?? []), source, "-o", unfinished];
  try {
    await mkdir(folder);
    await promisify(execFile)(compiler, flags);
    await rename(unfinished, library);
  } catch (error) {
    const said = error.stderr || error.message;
    throw new Error(`Could not compile the guest ${source} with ${compiler}:\n${said}`, {
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
  await buildGuests().catch((error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  });
}
