/** Libraries to open: compiled guests, copies of them, C source of a test's own. */
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildGuests } from "@cofferdam/testing/guests/build.mjs";
import { libraryPath } from "@cofferdam/testing/guests/crimes.mjs";
import { afterAll } from "vitest";

await buildGuests();
const folder = mkdtempSync(join(tmpdir(), "cofferdam-ffi-"));
let made = 0;
afterAll(() => rmSync(folder, { recursive: true }));

/** A path where no library is yet; gone after the tests of the file. */
export function newPath(name = "library"): string {
  return join(folder, `lib${name}-${++made}.so`);
}

/** A file of its own, and so with state of its own once it is loaded. */
export function copyOf(guest: string): string {
  const path = newPath(guest);
  copyFileSync(libraryPath(guest), path);
  return path;
}

/** Compiles C source. */
export function compile(source: string, flags: readonly string[] = []): string {
  const path = newPath();
  const file = `${path}.c`;
  writeFileSync(file, source);
  return compileFile(file, path, flags);
}

/** Compiles guests/<name>.c. */
export function compileGuest(
  name: string,
  flags: readonly string[] = [],
  path = newPath(name),
): string {
  return compileFile(fileURLToPath(new URL(`guests/${name}.c`, import.meta.url)), path, flags);
}

/** Compiles guests/moody.c. */
export function moody(flags?: readonly string[], path?: string): string {
  return compileGuest("moody", flags, path);
}

/** By rename: what has the old file mapped keeps it. */
function compileFile(file: string, path: string, flags: readonly string[]): string {
  const [compiler = "cc", ...first] = (process.env.CC || "cc").split(" ");
  const options = ["-std=gnu11", "-shared", "-fPIC", "-O1", "-w", ...flags];
  execFileSync(compiler, [...first, ...options, file, "-o", `${path}.new`]);
  renameSync(`${path}.new`, path);
  return path;
}
