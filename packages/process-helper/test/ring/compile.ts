/** The tests' own programs over native/ring, without Node. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll } from "vitest";

const ring = fileURLToPath(new URL("../../native/ring", import.meta.url));

/** Compiles guests/<name>.cc with those files of native/ring. Returns the program's path. */
export function compileProgram(
  name: string,
  files: readonly string[],
  flags: readonly string[] = [],
): string {
  const folder = mkdtempSync(join(tmpdir(), "cofferdam-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const path = join(folder, name);
  const source = fileURLToPath(new URL(`guests/${name}.cc`, import.meta.url));
  const sources = [source, ...files.map((file) => join(ring, `${file}.cc`))];
  const options = ["-std=c++20", "-O1", "-Wall", "-Wextra", "-pthread", `-I${ring}`, ...flags];
  execFileSync(process.env.CXX || "c++", [...options, ...sources, "-o", path]);
  return path;
}

/** The helper that does what it is told. */
export function compileHelper(): string {
  const files = ["doorbell", "hang_up", "helper_ring", "region", "../memory/shared_memory"];
  return compileProgram("helper", files);
}
