// Compiles what a benchmark asks for. The compiler: CC, or cc; clang for WebAssembly.
import { execFileSync } from "node:child_process";
import { mkdirSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("../build/", import.meta.url));

const SHARED = ["-O2", "-shared", "-fPIC"];

/** Path of the library with the loop, compiled unless it is newer than its source. */
export function loopLibrary() {
  return built("loop.c", "libloop.so");
}

/** Path of the library with the calls that take too long. */
export function slowLibrary() {
  return built("slow.c", "libslow.so", ["-pthread", "-lm"]);
}

/** Path of the library that is called in a helper. */
export function helperLibrary() {
  return built("helper.c", "libhelper.so");
}

/** Path of the program that hands a word from one process to another and back. */
export function pingPong() {
  return built("ping-pong.c", "ping-pong", [], ["-O2"]);
}

/** Path of the addon; each name is a file of its own, that one of them can be loaded without a guard. */
export function callsAddon(name) {
  const { include_dir: headers } = createRequire(import.meta.url)("node-api-headers");
  return built("calls.c", name, [`-I${headers}`]);
}

/** Path of the plugin for Extism. */
export function extismPlugin() {
  const flags = ["-nostdlib", "-Wl,--no-entry", "-Wl,--strip-all"];
  const kind = ["--target=wasm32", "-O2"];
  return built("extism-vowels.c", "extism-vowels.wasm", flags, kind, "clang");
}

function built(source, name, flags = [], kind = SHARED, compiler = process.env.CC || "cc") {
  const from = fileURLToPath(new URL(source, import.meta.url));
  const to = folder + name;
  if (modified(to) < modified(from)) {
    mkdirSync(folder, { recursive: true });
    execFileSync(compiler, [...kind, "-o", to, from, ...flags]);
  }
  return to;
}

function modified(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
