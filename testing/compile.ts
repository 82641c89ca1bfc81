/** Guests that belong to one package's tests: compiled for the length of a test file. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll } from "vitest";

const languages: Readonly<Record<string, readonly [compiler: string, standard: string]>> = {
  ".c": [process.env.CC || "cc", "-std=gnu11"],
  ".cc": [process.env.CXX || "c++", "-std=c++20"],
};

/** Compiles a .c or .cc file. Returns the library's path. */
export function compileGuest(source: URL, flags: readonly string[] = []): string {
  const folder = mkdtempSync(join(tmpdir(), "cofferdam-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const file = fileURLToPath(source);
  const extension = extname(file);
  const [compiler, standard] = languages[extension] as readonly [string, string];
  const path = join(folder, `lib${basename(file, extension)}.so`);
  const options = [standard, "-Wall", "-Wextra", "-O1", "-shared", "-fPIC", ...flags];
  execFileSync(compiler, [...options, file, "-o", path]);
  return path;
}
