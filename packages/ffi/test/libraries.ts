/** Libraries to open: compiled guests, copies of them, C source of a test's own. */
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
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
export function compile(source: string, name?: string): string {
  const path = newPath(name);
  const file = `${path}.c`;
  writeFileSync(file, source);
  const [compiler = "cc", ...first] = (process.env.CC || "cc").split(" ");
  execFileSync(compiler, [...first, "-std=gnu11", "-shared", "-fPIC", "-O1", file, "-o", path]);
  return path;
}
