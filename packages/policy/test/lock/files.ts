/** Files to lock, in folders that are gone after the tests of the file. */
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll } from "vitest";

const root = realpathSync(mkdtempSync(join(tmpdir(), "cofferdam-lock-")));
chmodSync(root, 0o755);
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

/** Does it as a user that a file's mode says something to. */
export function asNobody<Result>(action: () => Result): Result {
  const isRoot = process.getuid?.() === 0;
  if (isRoot) process.seteuid?.(65534);
  try {
    return action();
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
}
