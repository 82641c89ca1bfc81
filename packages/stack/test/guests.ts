import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll } from "vitest";

/** Compiles guests/<name>.c, with these flags too, for the length of a test file. Returns the library's path. */
export function compileGuest(name: string, more: readonly string[] = []): string {
  const folder = mkdtempSync(join(tmpdir(), "cofferdam-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const source = fileURLToPath(new URL(`guests/${name}.c`, import.meta.url));
  const path = join(folder, `lib${name}.so`);
  const flags = ["-std=gnu11", "-Wall", "-Wextra", "-O1", "-shared", "-fPIC", ...more];
  execFileSync(process.env.CC || "cc", [...flags, source, "-o", path]);
  return path;
}
