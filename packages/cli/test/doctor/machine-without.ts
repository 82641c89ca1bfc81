/** This command as on other machines: without a package, without the native code of all, or with an older kernel. */
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { temporaryFolder } from "../cofferdam.ts";

const root = fileURLToPath(new URL("../../../..", import.meta.url));
const isPackage = (name: string) => name !== "testing" && name !== "bench" && name !== "docs";

/** @returns the path of the command */
export function machineWithout(missing: {
  packages?: readonly string[];
  native?: boolean;
}): string {
  const { packages = [], native = false } = missing;
  const modules = join(temporaryFolder(), "node_modules");
  mkdirSync(join(modules, "@cofferdam"), { recursive: true });
  for (const name of ["koffi", "commander", "zod", "smol-toml"]) link(name, modules);
  const names = readdirSync(join(root, "packages")).filter(isPackage);
  for (const name of names.filter((each) => !packages.includes(each))) {
    const to = join(modules, "@cofferdam", name);
    for (const part of ["dist", "package.json", ...(native ? [] : ["build/Release"])]) {
      copyIfThere(join(root, "packages", name, part), join(to, part));
    }
  }
  return join(modules, "@cofferdam/cli/dist/cofferdam.bundle.js");
}

function link(name: string, modules: string): void {
  symlinkSync(join(root, "node_modules", name), join(modules, name));
}

function copyIfThere(from: string, to: string): void {
  try {
    cpSync(from, to, { recursive: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
}

/** Numbers of system calls, on x86-64. */
export const systemCalls = {
  landlock: [444, 445, 446],
  namespaces: [272],
  seccomp: [317],
} as const;

/** Compiles what runs another program on a kernel without some of these. */
export function kernelWithout(): string {
  const path = join(temporaryFolder(), "without");
  const source = fileURLToPath(new URL("guests/without.c", import.meta.url));
  execFileSync(process.env.CC || "cc", ["-Wall", "-Wextra", "-O1", source, "-o", path]);
  return path;
}
