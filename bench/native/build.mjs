// Compiles loop.c when a benchmark asks for it. The compiler: CC, or cc.
import { execFileSync } from "node:child_process";
import { mkdirSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";

const source = fileURLToPath(new URL("loop.c", import.meta.url));
const folder = fileURLToPath(new URL("../build/", import.meta.url));
const built = `${folder}libloop.so`;

/** Path of the library, compiled unless it is newer than its source. */
export function loopLibrary() {
  if (modified(built) < modified(source)) {
    mkdirSync(folder, { recursive: true });
    execFileSync(process.env.CC || "cc", ["-O2", "-shared", "-fPIC", "-o", built, source]);
  }
  return built;
}

function modified(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
