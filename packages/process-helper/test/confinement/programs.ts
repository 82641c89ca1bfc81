/** The programs of these tests, compiled for the length of a test file, where every user can start them. */
import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll } from "vitest";

export interface Programs {
  /** Of this test file alone; everybody can read it. */
  readonly folder: string;
  readonly launcher: string;
  readonly hostile: string;
  /** The seal as a library. */
  readonly seal: string;
}

const guests = fileURLToPath(new URL("guests/", import.meta.url));
const native = fileURLToPath(new URL("../../native/confinement/", import.meta.url));
const built = fileURLToPath(new URL("../../build/Release/cofferdam-launcher", import.meta.url));
const warnings = ["-Wall", "-Wextra", "-O1"];

/** @param sealed whether the seal's library is there: it takes longer to compile than all the rest */
export function makePrograms({ sealed = true } = {}): Programs {
  const folder = mkdtempSync(join(tmpdir(), "cofferdam-confinement-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  chmodSync(folder, 0o755);
  const launcher = join(folder, "launcher");
  copyFileSync(built, launcher);
  const seal = join(folder, "libseal.so");
  if (sealed) compileSeal(seal);
  return { folder, launcher, hostile: compileHostile(folder), seal };
}

function compileHostile(folder: string): string {
  const output = join(folder, "hostile");
  const names = ["hostile", "files", "processes", "resources", "honest"];
  const sources = names.map((name) => `${guests}${name}.c`);
  const options = ["-std=gnu11", ...warnings, "-pthread", "-o", output];
  execFileSync(process.env.CC || "cc", [...options, ...sources, "-ldl"]);
  return output;
}

function compileSeal(output: string): void {
  const names = ["seal", "syscall_filter", "syscall_rules_x86_64", "violations"];
  const sources = names.map((name) => `${native}${name}.cc`);
  const options = ["-std=c++20", ...warnings, "-shared", "-fPIC", "-o", output];
  execFileSync(process.env.CXX || "c++", [...options, `${guests}seal_library.cc`, ...sources]);
}
