import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, existsSync, linkSync, mkdirSync, renameSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { koffi } from "@cofferdam/ffi";
import { describe, expect, it } from "vitest";
import { Admission, type AdmittedLibrary } from "../src/admit.js";
import { libraryPolicy } from "../src/policy.js";
import type { LibraryRefusal } from "../src/refusal.js";
import { compile, digestOf, newFolder, openDescriptors } from "./files.js";

const ROUNDS = 2000;
const program = fileURLToPath(new URL("../../../testing/exchange.mjs", import.meta.url));
const folder = newFolder();
mkdirSync(join(folder, "good"));
mkdirSync(join(folder, "evil"));
const good = compile(join(folder, "good/lib.so"), "int value(void) { return 1; }");
const evil = compile(join(folder, "evil/lib.so"), "int value(void) { return 2; }");

/** What the library says that the loader makes of the descriptor. */
function loadedValue({ fd }: AdmittedLibrary): number {
  const library = koffi.load(`/proc/self/fd/${fd}`);
  const value = library.func("int value()")();
  library.unload();
  return value;
}

interface Race {
  admission: Admission;
  /** What another process exchanges, and how. */
  path: string;
  how: "link" | "symlink" | "mixed" | "folder";
  files: readonly string[];
  /** What is admitted and loaded meanwhile. */
  name?: string;
  /** What happens at one time or another; nothing else does. */
  outcomes: readonly string[];
}

async function run({ admission, path, how, files, name = path, outcomes }: Race): Promise<void> {
  const child = spawn(process.execPath, [program, how, path, ...files], {
    stdio: ["pipe", "inherit", "inherit"],
  });
  while (!existsSync(path)) await setTimeout(5);
  const before = openDescriptors();
  const seen: Record<string, number> = {};
  for (let round = 0; round < ROUNDS || !outcomes.every((what) => what in seen); round++) {
    const what = attempt(admission, name);
    if (what === "unsteady") continue; // refused as well, if rarely
    seen[what] = (seen[what] ?? 0) + 1;
  }
  expect(openDescriptors()).toBe(before);
  child.stdin?.end();
  await once(child, "exit");
  expect(outcomes).toEqual(expect.arrayContaining(Object.keys(seen)));
}

/** The value of what was loaded, or the rule that refused it. */
function attempt(admission: Admission, path: string): string {
  try {
    using admitted = admission.admit(path);
    return `loaded ${loadedValue(admitted)}`;
  } catch (error) {
    const { rule } = error as LibraryRefusal;
    if (rule === undefined) throw error;
    return rule;
  }
}

/** What allows the good library only to be loaded from `path`. */
function pinning(path: string): Admission {
  copyFileSync(good, path);
  return new Admission(libraryPolicy({ sha256: { [path]: digestOf(good) } }, folder));
}

describe("between the decision and the loader", () => {
  it("a file that takes the path is not loaded", () => {
    const path = join(folder, "taken.so");
    const admission = pinning(path);
    const place = (file: string) => {
      linkSync(file, `${path}.next`);
      renameSync(`${path}.next`, path);
    };
    for (let round = 0; round < ROUNDS; round++) {
      place(good);
      using admitted = admission.admit(path);
      place(evil);
      expect(loadedValue(admitted)).toBe(1);
    }
    expect(attempt(admission, path)).toBe("sha256");
  });
});

describe("while another process exchanges the file", () => {
  const allowing = (pattern: string) =>
    new Admission(libraryPolicy({ allowedLibs: [pattern] }, folder));

  it("what is loaded is what was hashed", async () => {
    const path = join(folder, "exchanged.so");
    const admission = pinning(path);
    const outcomes = ["loaded 1", "sha256"];
    await run({ admission, path, how: "link", files: [good, evil], outcomes });
  });

  it("what is loaded lies where it is allowed, wherever a link leads meanwhile", async () => {
    const path = join(folder, "link.so");
    const outcomes = ["loaded 1", "allowed_libs"];
    const admission = allowing("good/*");
    await run({ admission, path, how: "symlink", files: [good, evil], outcomes });
  });

  it("what is loaded lies where it is allowed, wherever a folder's link leads meanwhile", async () => {
    const path = join(folder, "alias");
    const name = join(path, "lib.so");
    const files = [dirname(good), dirname(evil)];
    const outcomes = ["loaded 1", "allowed_libs"];
    await run({ admission: allowing("good/*"), path, name, how: "symlink", files, outcomes });
  });

  it("a file in an allowed folder may become a link out of it, and is not followed", async () => {
    const path = join(folder, "good/mixed.so");
    const outcomes = ["loaded 1", "allowed_libs"];
    await run({ admission: allowing("good/*"), path, how: "mixed", files: [good, evil], outcomes });
  });

  it("an allowed folder may become a link to another, and is not followed", async () => {
    const path = join(folder, "box");
    const name = compile(join(path, "lib.so"), "int value(void) { return 1; }");
    const outcomes = ["loaded 1", "allowed_libs", "open"]; // for a moment nothing is there
    const files = [dirname(evil)];
    await run({ admission: allowing("box/*"), path, name, how: "folder", files, outcomes });
  });

  it("a FIFO that takes its place is never waited for", async () => {
    const fifo = join(folder, "fifo");
    execFileSync("mkfifo", [fifo]);
    const path = join(folder, "sometimes.so");
    const admission = new Admission(libraryPolicy({}, folder));
    const outcomes = ["loaded 1", "regular_file"];
    await run({ admission, path, how: "link", files: [good, fifo], outcomes });
  });
});
