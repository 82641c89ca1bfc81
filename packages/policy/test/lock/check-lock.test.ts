import { closeSync, openSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkLock } from "../../src/lock/check-lock.ts";
import { createLock } from "../../src/lock/create-lock.ts";
import { entriesByPath, type Lock } from "../../src/lock/lock.ts";
import type { LockError } from "../../src/lock/lock-error.ts";
import { readLock } from "../../src/lock/read-lock.ts";
import type { LockSubject } from "../../src/lock/subject.ts";
import { writeLock } from "../../src/lock/write-lock.ts";
import { elfFile } from "./elf/elf-file.ts";
import { newFolder, put } from "./files.ts";
import { moduleFile } from "./wasm/module-file.ts";

const imports = (...names: readonly string[]) => names.map((name) => ({ name, isDefined: false }));
const before = elfFile({ symbols: [...imports("malloc"), { name: "parse", isDefined: true }] });
const after = elfFile({ symbols: imports("malloc", "system") });

/** A lock of one library, in a file, and that library. */
function locked(file: Buffer = before, kind: LockSubject["kind"] = "library") {
  const folder = newFolder();
  const path = put(join(folder, "libs/a.so"), file);
  const subject: LockSubject = { kind, path };
  writeLock(join(folder, "cofferdam.lock"), createLock([subject], folder));
  return { folder, path, subject, lock: readLock(join(folder, "cofferdam.lock")) };
}

function problemOf(lock: Lock, subject: LockSubject): LockError {
  try {
    checkLock(lock, subject);
  } catch (error) {
    if ((error as LockError).code === "ERR_POLICY_LOCK") return error as LockError;
    throw error;
  }
  throw new Error("no problem");
}

describe("checkLock(lock, subject)", () => {
  it("gives the digest of a file that is as it was", () => {
    const { lock, subject } = locked();
    const sha256 = lock.entries.get("libs/a.so")?.sha256;
    expect(checkLock(lock, subject)).toEqual({ path: "libs/a.so", sha256 });
  });

  it("refuses a file that is another one now, with what differs, where it is locked, and a way out", () => {
    const { lock, subject, path } = locked();
    put(path, after);
    const { message, problem, path: at, differences } = problemOf(lock, subject);
    expect([problem, at]).toEqual(["drift", path]);
    expect(differences.map(({ what }) => what)).toEqual(["sha256", "size", "import", "export"]);
    expect(message).toMatch(
      /^Expected "libs\/a\.so" as it is in .*\/cofferdam\.lock:5, got another file:\n/,
    );
    expect(message).toContain("\n  + import system\n  - export parse\n");
    expect(message).toContain("run `cofferdam lock`");
  });

  it("refuses a file whose bytes differ in nothing but one bit", () => {
    const { lock, subject, path } = locked();
    const copy = Buffer.from(before);
    copy[9] = 1; // nothing reads this one
    put(path, copy);
    expect(problemOf(lock, subject).differences.map(({ what }) => what)).toEqual(["sha256"]);
  });

  it("refuses a file that is not in the lock", () => {
    const { lock, folder } = locked();
    const path = put(join(folder, "libs/b.so"), before);
    const { message, problem } = problemOf(lock, { kind: "library", path });
    expect(problem).toBe("unlisted");
    expect(message).toMatch(
      /^Expected "libs\/b\.so" in .*cofferdam\.lock, got no entry for it\. Run/,
    );
  });

  it("does not take a copy or a link elsewhere for the file that is locked", () => {
    const { lock, folder } = locked();
    const other = put(join(newFolder(), "libs/a.so"), before);
    symlinkSync(other, join(folder, "link.so"));
    expect(problemOf(lock, { kind: "library", path: join(folder, "link.so") }).path).toBe(other);
  });

  it("refuses a lock that tells something else about a file than what it is", () => {
    const { lock, subject } = locked(after);
    const entry = lock.entries.get("libs/a.so") as NonNullable<ReturnType<Lock["entries"]["get"]>>;
    const honest = { ...lock, entries: entriesByPath([entry]) };
    expect(checkLock(honest, subject).sha256).toBe(entry.sha256);
    const hiding = { ...lock, entries: entriesByPath([{ ...entry, imports: ["malloc"] }]) };
    expect(problemOf(hiding, subject).differences).toEqual([
      { what: "import", from: null, to: "system" },
    ]);
  });

  it("refuses a library in the place of a module, and a text in the place of either", () => {
    const wasm = locked(moduleFile(), "wasm");
    put(wasm.path, before);
    expect(problemOf(wasm.lock, wasm.subject).differences).toHaveLength(2); // digest, size
    expect(problemOf(wasm.lock, { ...wasm.subject, kind: "library" }).differences[0]).toEqual({
      what: "kind",
      from: "wasm",
      to: "library",
    });
    const { lock, path, subject } = locked();
    put(path, "text");
    expect(problemOf(lock, subject).problem).toBe("drift");
  });

  it("loads an addon as a library, and no library as an addon", () => {
    const addon = locked(before, "addon");
    expect(() => checkLock(addon.lock, { ...addon.subject, kind: "library" })).not.toThrow();
    const library = locked();
    expect(problemOf(library.lock, { ...library.subject, kind: "addon" }).differences).toEqual([
      { what: "kind", from: "library", to: "addon" },
    ]);
  });

  it("refuses bytes that it cannot read, though the lock has their digest", () => {
    const { lock, folder, path } = locked(moduleFile(), "wasm");
    const entry = lock.entries.get("libs/a.so");
    const native = { ...entry, kind: "library", needed: [] } as never;
    const lying = { ...lock, folder, entries: entriesByPath([native]) };
    expect(problemOf(lying, { kind: "library", path }).problem).toBe("file");
  });

  it("looks at what is open, or has been read, and not at the path", () => {
    const { lock, path, subject } = locked();
    const fd = openSync(path, "r");
    expect(checkLock(lock, { ...subject, content: fd }).path).toBe("libs/a.so");
    expect(checkLock(lock, { ...subject, content: before }).path).toBe("libs/a.so");
    expect(problemOf(lock, { ...subject, content: after }).problem).toBe("drift");
    closeSync(fd);
  });

  it("refuses a file that is gone", () => {
    const { lock, folder } = locked();
    expect(problemOf(lock, { kind: "library", path: join(folder, "gone.so") }).problem).toBe(
      "file",
    );
  });
});
