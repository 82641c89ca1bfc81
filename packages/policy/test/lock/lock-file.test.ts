import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createLock } from "../../src/lock/create-lock.ts";
import { MAX_LOCK_BYTES } from "../../src/lock/limits.ts";
import { entriesByPath } from "../../src/lock/lock.ts";
import { readLock } from "../../src/lock/read-lock.ts";
import { writeLock } from "../../src/lock/write-lock.ts";
import { elfFile } from "./elf/elf-file.ts";
import { asNobody, newFolder, put } from "./files.ts";

const refused = expect.objectContaining({ code: "ERR_POLICY_LOCK", problem: "lock" });

/** A folder with a library, and what a lock of it is. */
function lockedFolder() {
  const folder = newFolder();
  const path = put(join(folder, "a.so"), elfFile());
  return {
    folder,
    file: join(folder, "cofferdam.lock"),
    lock: createLock([{ kind: "library", path }], folder),
  };
}

describe("writeLock(file, lock)", () => {
  it("writes what readLock reads, and leaves nothing else behind", () => {
    const { folder, file, lock } = lockedFolder();
    writeLock(file, lock);
    expect(readLock(file)).toMatchObject({ file, folder, entries: lock.entries });
    expect(readdirSync(folder).sort()).toEqual(["a.so", "cofferdam.lock"]);
  });

  it("lets others read it, and nobody else write", () => {
    const { file, lock } = lockedFolder();
    const before = process.umask(0);
    writeLock(file, lock);
    process.umask(before);
    expect(statSync(file).mode & 0o777).toBe(0o644);
  });

  it("puts another file in the place of the old one, whose readers keep what they read", () => {
    const { file, lock } = lockedFolder();
    writeLock(file, lock);
    const before = statSync(file).ino;
    writeLock(file, lock);
    expect(statSync(file).ino).not.toBe(before);
  });

  it("replaces a link, and leaves what it leads to", () => {
    const { folder, file, lock } = lockedFolder();
    const precious = put(join(folder, "precious"), "precious");
    symlinkSync(precious, file);
    writeLock(file, lock);
    expect(readFileSync(precious, "utf8")).toBe("precious");
    expect(readLock(file).entries.size).toBe(1);
  });

  it("refuses a place that it cannot write, and leaves nothing behind", () => {
    const { folder, file, lock } = lockedFolder();
    mkdirSync(file);
    expect(() => writeLock(file, lock)).toThrow(refused);
    expect(readdirSync(folder).sort()).toEqual(["a.so", "cofferdam.lock"]);
    expect(() => writeLock(join(folder, "no/cofferdam.lock"), lock)).toThrow("ENOENT");
  });

  it("refuses another folder than the one that the paths begin in", () => {
    const { lock } = lockedFolder();
    expect(() => writeLock(join(newFolder(), "cofferdam.lock"), lock)).toThrow(
      "that it is to be in",
    );
  });

  it("refuses more than could be read again", () => {
    const { file, lock } = lockedFolder();
    const [entry] = lock.entries.values();
    const text = "x".repeat(MAX_LOCK_BYTES);
    const entries = entriesByPath([{ ...entry, soname: text } as NonNullable<typeof entry>]);
    expect(() => writeLock(file, { ...lock, entries })).toThrow("Lock fewer files");
  });
});

describe("readLock(file)", () => {
  it("refuses a lock that is not there, and says how to make it", () => {
    const file = join(newFolder(), "cofferdam.lock");
    expect(() => readLock(file)).toThrow(refused);
    expect(() => readLock(file)).toThrow(/nothing \(ENOENT\)\. Run `cofferdam lock` to make it\.$/);
  });

  it("refuses what is no file, and what is too large", () => {
    const folder = newFolder();
    expect(() => readLock(folder)).toThrow("no regular file");
    const file = put(join(folder, "cofferdam.lock"), "");
    truncateSync(file, MAX_LOCK_BYTES + 1);
    expect(() => readLock(file)).toThrow(`${MAX_LOCK_BYTES + 1} bytes`);
  });

  it("begins its paths in the real folder, whatever that is called", () => {
    const { folder, file, lock } = lockedFolder();
    writeLock(file, lock);
    symlinkSync(folder, `${folder}-alias`);
    expect(readLock(`${folder}-alias/cofferdam.lock`).folder).toBe(folder);
  });

  it("refuses one that may not be read", () => {
    const { file, lock } = lockedFolder();
    writeLock(file, lock);
    chmodSync(file, 0);
    expect(() => asNobody(() => readLock(file))).toThrow("EACCES");
  });

  it("says where it is wrong, by the name that it was given", () => {
    const file = join(newFolder(), "cofferdam.lock");
    writeFileSync(file, "version = 1\nfiles = []\n");
    expect(() => readLock(file)).toThrow(`${file}:2:1: unknown key \`files\``);
  });
});
