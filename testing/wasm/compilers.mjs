// How a guest is made, by the ending of its source. Each takes the source's path and that of the module to write.

import { execFile } from "node:child_process";
import { copyFile, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, extname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { parse } from "@bytecodealliance/jco";

const run = promisify(execFile);
const require = createRequire(import.meta.url);
const FOLDER = dirname(fileURLToPath(import.meta.url));

/** @type {Record<string, (source: string, module: string) => Promise<void>>} */
export const compilers = {
  ".c": (source, module) => clang("clang", ["-std=gnu11"], source, module),
  ".cc": (source, module) => clang("clang++", ["-std=c++20", "-fno-exceptions"], source, module),
  ".wat": assemble,
  ".as": compileAssemblyScript,
  ".mjs": generate,
};

const FLAGS = [
  "-Wall",
  "-Wextra",
  "-O2",
  "-I",
  FOLDER,
  "-Wl,--strip-debug", // libc's, most of the bytes; function names stay
];
/** libc, and no main: the host calls `_initialize` once, and exports as it likes. */
const REACTOR = ["--target=wasm32-wasi", "-mexec-model=reactor"];
/** libc, and a main: the host calls `_start` once. */
const COMMAND = ["--target=wasm32-wasi"];
/** Nothing that is not in the source. */
const FREESTANDING = ["--target=wasm32", "-nostdlib", "-Wl,--no-entry"];

/** Guests that are not plain reactors. */
const FLAGS_OF = {
  command: COMMAND,
  loop_c: FREESTANDING,
  matmul_simd: [...REACTOR, "-msimd128"],
  memset_bomb: [...REACTOR, "-mbulk-memory"],
  recursion_c: FREESTANDING,
  shadow_stack: [...REACTOR, "-Wl,--stack-first"], // or it would overwrite its own data instead of trapping
  sqlite: [
    ...REACTOR,
    "-I",
    join(dirname(require.resolve("better-sqlite3/package.json")), "deps/sqlite3"),
    "-Wl,-z,stack-size=1048576",
    "-DSQLITE_THREADSAFE=0",
    "-DSQLITE_OMIT_LOAD_EXTENSION",
    "-DSQLITE_OMIT_SHARED_CACHE",
    "-DSQLITE_OMIT_WAL",
    "-DSQLITE_TEMP_STORE=3", // in memory
    // what its code for Unix wants, and WASI has not
    "-D_WASI_EMULATED_GETPID",
    "-D_WASI_EMULATED_MMAN",
    "-lwasi-emulated-getpid",
    "-lwasi-emulated-mman",
  ],
  wasi_open: COMMAND,
};

async function clang(compiler, language, source, module) {
  const model = FLAGS_OF[nameOf(source)] ?? REACTOR;
  await run(compiler, [...language, ...FLAGS, source, ...model, "-o", module]);
}

/** Text that Debian's wabt (1.0.32) does not know. wasm-tools, on the other hand, has no legacy exceptions. */
const NEWER_THAN_WABT = new Set([
  "catch_and_return",
  "catch_and_spin",
  "catch_host_error",
  "exceptions",
  "gc",
  "gc_array_bomb",
  "gc_list_bomb",
  "loop_tail_call_ref",
  "loop_throw",
  "memory64",
  "memory64_grow",
  "memory_fill64",
  "multi_memory",
  "recursion_caught",
  "relaxed_simd",
  "throw_uncaught",
  "typed_references",
]);

/** Not --enable-all: its unfinished function references spoil tables. */
const WABT_FLAGS = [
  "--debug-names",
  "--enable-exceptions",
  "--enable-extended-const",
  "--enable-tail-call",
  "--enable-threads",
];

async function assemble(source, module) {
  if (NEWER_THAN_WABT.has(nameOf(source))) {
    await writeFile(module, await parse(await readFile(source, "utf8")));
  } else {
    await run("wat2wasm", [...WABT_FLAGS, source, "-o", module]);
  }
}

/** asc wants .ts; in our folders such a file would be TypeScript's. */
async function compileAssemblyScript(source, module) {
  const asc = join(dirname(require.resolve("assemblyscript/package.json")), "bin/asc.js");
  const folder = dirname(module);
  const named = `${nameOf(source)}.ts`;
  await copyFile(source, join(folder, named));
  const options = ["--runtime", "incremental", "--exportRuntime", "-O2", "--debug"];
  await run(process.execPath, [asc, named, ...options, "-o", basename(module)], { cwd: folder });
}

async function generate(source, module) {
  const { default: bytes } = await import(pathToFileURL(source).href);
  await writeFile(module, bytes());
}

function nameOf(source) {
  return basename(source, extname(source));
}
