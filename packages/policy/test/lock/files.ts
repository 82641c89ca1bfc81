/** Files to lock, in folders that are gone after the tests of the file. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll } from "vitest";

const root = realpathSync(mkdtempSync(join(tmpdir(), "cofferdam-lock-")));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let made = 0;

/** A real path. */
export function newFolder(): string {
  const folder = join(root, String(++made));
  mkdirSync(folder);
  return folder;
}

/** Writes a file, and the folders above it. Returns its path. */
export function put(path: string, content: string | Uint8Array): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}

/** Compiles C source to a library. Returns its path. */
export function compile(path: string, source: string, ...flags: readonly string[]): string {
  const file = put(`${path}.c`, source);
  execFileSync(process.env.CC || "cc", ["-shared", "-fPIC", "-w", file, "-o", path, ...flags]);
  return path;
}
