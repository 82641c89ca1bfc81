import { execFileSync } from "node:child_process";
import { chmodSync, closeSync, openSync, readFileSync, symlinkSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createLock } from "../../src/lock/create-lock.ts";
import { MAX_LOCKED_BYTES } from "../../src/lock/limits.ts";
import { lockText } from "../../src/lock/lock-text.ts";
import { parseLock } from "../../src/lock/parse-lock.ts";
import type { LockSubject } from "../../src/lock/subject.ts";
import { elfFile } from "./elf/elf-file.ts";
import { asNobody, compile, newFolder, put } from "./files.ts";
import { moduleFile } from "./wasm/module-file.ts";

const source = 'int puts(const char *); int value(void) { return puts(""); }';
const many = Array.from({ length: 1500 }, (_, index) => ({ name: `f${index}`, isDefined: true }));

const library = (path: string, rest: object = {}): LockSubject => ({
  kind: "library",
  path,
  ...rest,
});
const keysOf = (subjects: readonly LockSubject[], folder: string) => [
  ...createLock(subjects, folder).entries.keys(),
];

describe("createLock(subjects, folder)", () => {
  it("writes down what a library is, and what it takes and gives", () => {
    const folder = newFolder();
    const path = compile(join(folder, "libs/liba.so"), source, "-Wl,-soname,liba.so.1");
    const { entries } = createLock([library(path)], folder);
    expect(entries.get("libs/liba.so")).toEqual({
      path: "libs/liba.so",
      kind: "library",
      sha256: execFileSync("sha256sum", [path]).toString().slice(0, 64),
      size: readFileSync(path).length,
      soname: "liba.so.1",
      needed: [expect.stringMatching(/^libc\./)],
      imports: expect.arrayContaining(["puts"]),
      exports: ["value"],
    });
  });

  it("writes the same text for the same files, in whatever order they come", () => {
    const folder = newFolder();
    const subjects = ["b.so", "a.so", "Z.so"].map((name) =>
      library(put(join(folder, name), elfFile({ soname: name }))),
    );
    const text = lockText(createLock(subjects, folder));
    expect(lockText(createLock([...subjects].reverse(), folder))).toBe(text);
    expect(text.match(/^path = .*/gm)).toEqual(['path = "Z.so"', 'path = "a.so"', 'path = "b.so"']);
  });

  it("writes each name in a line of its own, and of a great many how many they are", () => {
    const folder = newFolder();
    const file = elfFile({ symbols: [{ name: "malloc", isDefined: false }, ...many] });
    const text = lockText(createLock([library(put(join(folder, "a.so"), file))], folder));
    expect(text).toContain('\nimports = [\n  "malloc",\n]\n');
    expect(text).toMatch(/\nexports = \{ count = 1500, sha256 = "[0-9a-f]{64}" \}\n/);
    expect(text.split("\n").length).toBeLessThan(20);
    expect(parseLock(Buffer.from(text), "x.lock", folder).entries.size).toBe(1);
  });

  it("locks a module of WebAssembly", () => {
    const folder = newFolder();
    const path = put(join(folder, "a.wasm"), moduleFile());
    const { entries } = createLock([{ kind: "wasm", path }], folder);
    expect(entries.get("a.wasm")).toMatchObject({
      kind: "wasm",
      size: 8,
      imports: [],
      exports: [],
    });
  });

  it("locks the file that a link leads to, under that one's own path", () => {
    const folder = newFolder();
    put(join(folder, "liba.so.1.2"), elfFile());
    symlinkSync("liba.so.1.2", join(folder, "liba.so"));
    symlinkSync(folder, `${folder}-alias`);
    expect(keysOf([library(join(folder, "liba.so"))], folder)).toEqual(["liba.so.1.2"]);
    expect(keysOf([library(`${folder}-alias/liba.so`)], `${folder}-alias`)).toEqual([
      "liba.so.1.2",
    ]);
  });

  it("locks a file outside of the folder under its whole path", () => {
    const [folder, other] = [newFolder(), newFolder()];
    const path = put(join(other, "a.so"), elfFile());
    put(join(folder, "..a.so"), elfFile());
    expect(keysOf([library(path), library(join(folder, "..a.so"))], folder)).toEqual([
      "..a.so",
      path,
    ]);
  });

  it("locks what is open, or has been read, whatever is at the path by then", () => {
    const folder = newFolder();
    const path = put(join(folder, "a.so"), elfFile({ soname: "open" }));
    const fd = openSync(path, "r");
    execFileSync("rm", [path]);
    put(path, elfFile({ soname: "other" }));
    const soname = (content: number | Uint8Array) =>
      createLock([library(path, { content })], folder).entries.get("a.so");
    expect(soname(fd)).toMatchObject({ soname: "open" });
    expect(soname(new Uint8Array(elfFile({ soname: "read" })))).toMatchObject({ soname: "read" });
    closeSync(fd);
  });

  it("locks an addon that may be loaded as a library, too, as an addon", () => {
    const folder = newFolder();
    const path = put(join(folder, "a.node"), elfFile());
    const kinds: readonly LockSubject[] = [library(path), { kind: "addon", path }];
    for (const subjects of [kinds, [...kinds].reverse()]) {
      expect(createLock(subjects, folder).entries.get("a.node")?.kind).toBe("addon");
    }
  });

  it.each([
    ["a file that is not there", (path: string) => void path, "ENOENT"],
    ["a folder", (path: string) => put(join(path, "x"), ""), "no regular file"],
    [
      "a FIFO, without waiting for it",
      (path: string) => execFileSync("mkfifo", [path]),
      "no regular",
    ],
    ["a text", (path: string) => put(path, "#!/bin/sh\n".repeat(9)), "No ELF magic at byte 0"],
    ["an empty file", (path: string) => put(path, ""), "No ELF header"],
  ])("refuses %s, with its path", (_what, make, reason) => {
    const folder = newFolder();
    const path = join(folder, "x\u202e.so");
    make(path);
    const lock = () => createLock([library(path)], folder);
    expect(lock).toThrow(expect.objectContaining({ code: "ERR_POLICY_LOCK", problem: "file" }));
    expect(lock).toThrow(reason);
    expect(lock).toThrow("x\\u202e.so");
  });

  it("refuses a file that is too large to be read, before it is read", () => {
    const folder = newFolder();
    const path = put(join(folder, "huge.so"), "");
    truncateSync(path, MAX_LOCKED_BYTES + 1);
    const start = performance.now();
    expect(() => createLock([library(path)], folder)).toThrow(`${MAX_LOCKED_BYTES + 1} bytes`);
    expect(performance.now() - start).toBeLessThan(1000);
  });

  it("refuses a file that may not be read", () => {
    const folder = newFolder();
    const path = put(join(folder, "a.so"), elfFile());
    chmodSync(path, 0);
    expect(() => asNobody(() => createLock([library(path)], folder))).toThrow("EACCES");
  });

  it("refuses a folder that is not there", () => {
    expect(() => createLock([], "/nowhere")).toThrow("ENOENT");
  });
});
