/** Guests that belong to one package's tests: compiled for the length of a test file. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll } from "vitest";

const warnings = ["-Wall", "-Wextra", "-O1", "-shared", "-fPIC"];

/** Compiler and flags by the ending of the source. */
const languages: Readonly<Record<string, readonly string[]>> = {
  ".c": [process.env.CC || "cc", "-std=gnu11", ...warnings],
  ".cc": [process.env.CXX || "c++", "-std=c++20", ...warnings],
  ".rs": ["rustc", "-O", "--crate-type", "cdylib"],
};

/** Compiles a .c, .cc or .rs file. Returns the library's path. */
export function compileGuest(source: URL, flags: readonly string[] = []): string {
  const folder = mkdtempSync(join(tmpdir(), "cofferdam-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const file = fileURLToPath(source);
  const extension = extname(file);
  const path = join(folder, `lib${basename(file, extension)}.so`);
  const [compiler = "", ...options] = languages[extension] ?? [];
  execFileSync(compiler, [...options, ...flags, file, "-o", path]);
  return path;
}
