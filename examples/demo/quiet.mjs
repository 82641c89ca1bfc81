import { closeSync, fstatSync, openSync, readSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import koffi from "koffi";

const STDERR = 2;

/**
 * Runs `work` with this process's standard error in a file: the C library comments on some crimes there.
 *
 * @returns what was written, as lines
 */
export function withQuietStderr(work) {
  const path = join(tmpdir(), `cofferdam-demo-${process.pid}`);
  const file = openSync(path, "wx+");
  rmSync(path);
  const saved = dup(STDERR);
  dup2(file, STDERR);
  try {
    work();
  } finally {
    dup2(saved, STDERR);
    closeSync(saved);
  }
  const written = Buffer.alloc(fstatSync(file).size);
  readSync(file, written, 0, written.length, 0);
  closeSync(file);
  return written.toString().split("\n").filter(Boolean);
}

const libc = koffi.load("libc.so.6");
const dup = libc.func("int dup(int file)");
const dup2 = libc.func("int dup2(int file, int as)");
