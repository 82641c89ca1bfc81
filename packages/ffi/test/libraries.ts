/** Libraries to open: copies of compiled guests, C source of a test's own. */
import { copyFileSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { compileGuest } from "@cofferdam/testing/compile.ts";
import { buildGuests } from "@cofferdam/testing/guests/build.mjs";
import { libraryPath } from "@cofferdam/testing/guests/crimes.mjs";
import { afterAll } from "vitest";

await buildGuests();
const folder = mkdtempSync(join(tmpdir(), "cofferdam-ffi-"));
let made = 0;
afterAll(() => rmSync(folder, { recursive: true }));

/** A path where nothing is yet; gone after the tests of the file. */
export function newPath(name: string): string {
  return join(folder, `lib${name}-${++made}.so`);
}

/** A file of its own, and so with state of its own once it is loaded. */
export function copyOf(guest: string): string {
  return copy(libraryPath(guest), newPath(guest));
}

/** Compiles C source. */
export function compile(source: string, flags: readonly string[] = []): string {
  const file = `${newPath("source")}.c`;
  writeFileSync(file, source);
  return compileGuest(pathToFileURL(file), ["-w", ...flags]);
}

/** Compiles guests/moody.c. */
export function moody(flags: readonly string[] = [], path = newPath("moody")): string {
  return copy(compileGuest(new URL("guests/moody.c", import.meta.url), flags), path);
}

/** By rename: what has an old file of that name mapped keeps it. */
function copy(from: string, to: string): string {
  copyFileSync(from, `${to}.new`);
  renameSync(`${to}.new`, to);
  return to;
}
