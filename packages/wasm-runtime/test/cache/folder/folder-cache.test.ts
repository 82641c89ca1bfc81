import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { FolderFigures } from "../../../src/cache/folder/folder-cache.ts";
import { type WasmOptions, wasm } from "../../../src/index.ts";
import { figuresOf, moduleOf, opened, temporaryFolder } from "../modules.ts";

const isRoot = process.geteuid?.() === 0;

/** Opens a module of that number with a layer of its own, as another process would. */
function open(folder: string, number: number, options: WasmOptions = {}): FolderFigures {
  const layer = wasm({ cache: folder, ...options });
  expect(opened(layer, moduleOf(number)).exports.run()).toBe(number);
  return figuresOf(layer).folder as FolderFigures;
}

function entriesIn(folder: string): readonly string[] {
  return readdirSync(folder).map((name) => join(folder, name));
}

/** The only entry of a folder in which one module was opened. */
function withEntry(): { readonly folder: string; readonly entry: string } {
  const folder = join(temporaryFolder(), "cache");
  open(folder, 1);
  return { folder, entry: entriesIn(folder)[0] as string };
}

describe("wasm({ cache: folder })", () => {
  it("finds what another layer has metered", () => {
    const { folder, entry } = withEntry();
    const bytes = readFileSync(entry);
    expect(open(folder, 1)).toMatchObject({ hits: 1, misses: 0, written: 0, rejected: 0 });
    expect(entriesIn(folder)).toEqual([entry]);
    expect(readFileSync(entry)).toEqual(bytes);
    expect(open(folder, 2)).toMatchObject({ hits: 0, misses: 1, written: 1 });
  });

  it("writes for its owner alone", () => {
    const { folder, entry } = withEntry();
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(entry).mode & 0o777).toBe(0o600);
  });

  it.each<[string, WasmOptions]>([
    ["metering", { limits: { timeout: 0 }, metering: "trap" }],
    ["what is allowed", { allow: { gc: true } }],
    ["caps", { limits: { moduleSize: "1MiB" } }],
  ])("has entries of their own for other %s", (_, options) => {
    const { folder } = withEntry();
    expect(open(folder, 1, options)).toMatchObject({ hits: 0, misses: 1, written: 1 });
  });

  it("has one entry for limits that change no code", () => {
    const { folder } = withEntry();
    expect(open(folder, 1, { limits: { fuel: 5000, memory: "1MiB" } })).toMatchObject({ hits: 1 });
  });

  it.each<[string, (entry: string) => void]>([
    ["is empty", (entry) => truncateSync(entry, 0)],
    ["lacks its end", (entry) => truncateSync(entry, statSync(entry).size - 1)],
    ["has something behind it", (entry) => writeFileSync(entry, "x", { flag: "a" })],
    ["has another byte in its code", (entry) => changeByte(entry, -20)],
    ["has another byte in its manifest", (entry) => changeByte(entry, 100)],
    ["is of another format", (entry) => changeByte(entry, 8)],
    ["is the module itself", (entry) => writeFileSync(entry, moduleOf(9))],
    ["may be written by others", (entry) => chmodSync(entry, 0o620)],
  ])("makes an entry anew that %s", (_, damage) => {
    const { folder, entry } = withEntry();
    const bytes = readFileSync(entry);
    damage(entry);
    expect(open(folder, 1)).toMatchObject({ hits: 0, rejected: 1, written: 1 });
    expect(readFileSync(entry)).toEqual(bytes);
    expect(statSync(entry).mode & 0o777).toBe(0o600);
    expect(open(folder, 1)).toMatchObject({ hits: 1, rejected: 0 });
  });

  it("does not take the entry of one module for that of another", () => {
    const { folder, entry } = withEntry();
    open(folder, 2);
    const other = entriesIn(folder).find((path) => path !== entry) as string;
    renameSync(other, entry);
    expect(open(folder, 1)).toMatchObject({ hits: 0, rejected: 1, written: 1 });
  });

  it.skipIf(!isRoot)("does not take an entry that is somebody else's", () => {
    const { folder, entry } = withEntry();
    lchownSync(entry, 65534, 65534);
    expect(open(folder, 1)).toMatchObject({ hits: 0, rejected: 1, written: 1 });
    expect(statSync(entry).uid).toBe(process.geteuid?.());
  });

  it("neither follows a link in an entry's place, be it to a good one, nor writes through it", () => {
    const { folder, entry } = withEntry();
    const elsewhere = join(folder, "../elsewhere");
    const bytes = readFileSync(entry);
    renameSync(entry, elsewhere);
    symlinkSync(elsewhere, entry);
    const { ino, mtimeMs } = statSync(elsewhere);
    expect(open(folder, 1)).toMatchObject({ hits: 0, rejected: 1, written: 1 });
    expect(statSync(elsewhere)).toMatchObject({ ino, mtimeMs });
    expect(lstatSync(entry).isFile()).toBe(true);
    expect(readFileSync(entry)).toEqual(bytes);
  });

  it("does not wait for a pipe in an entry's place", () => {
    const { folder, entry } = withEntry();
    rmSync(entry);
    execFileSync("mkfifo", [entry]);
    expect(open(folder, 1)).toMatchObject({ hits: 0, rejected: 1, written: 1 });
  });

  it("runs what it cannot keep: a directory in an entry's place", () => {
    const { folder, entry } = withEntry();
    rmSync(entry);
    mkdirSync(entry);
    const figures = open(folder, 1);
    expect(figures).toMatchObject({ rejected: 1, written: 0, failed: 1, lastError: "EISDIR" });
    expect(entriesIn(folder)).toEqual([entry]);
  });

  it("runs what it cannot keep: a folder that somebody has removed", () => {
    const folder = join(temporaryFolder(), "cache");
    const layer = wasm({ cache: folder });
    rmSync(folder, { recursive: true });
    expect(opened(layer, moduleOf(1)).exports.run()).toBe(1);
    const { folder: figures } = figuresOf(layer);
    expect(figures).toMatchObject({ misses: 1, written: 0, failed: 1, lastError: "ENOENT" });
  });

  it("removes what was used longest ago where there are more bytes than may be", () => {
    const folder = join(temporaryFolder(), "cache");
    const size = 3 * 5000;
    const openSized = (number: number) => {
      const layer = wasm({ cache: { folder, folderSize: size } });
      opened(layer, moduleOf(number, 4000));
      return figuresOf(layer).folder as FolderFigures;
    };
    const files: string[] = [];
    for (const number of [1, 2, 3]) {
      openSized(number);
      const file = entriesIn(folder).find((path) => !files.includes(path)) as string;
      files.push(file);
      utimesSync(file, number, number);
    }
    expect(openSized(1)).toMatchObject({ hits: 1 }); // the second one is the oldest now
    expect(openSized(4)).toMatchObject({ written: 1, evicted: 1 });
    expect(files.map((file) => existsSync(file))).toEqual([true, false, true]);
    const bytes = entriesIn(folder).reduce((sum, path) => sum + statSync(path).size, 0);
    expect(bytes).toBeLessThanOrEqual(size);
  });

  it("does not write what has no room at all, and leaves what there is", () => {
    const { folder, entry } = withEntry();
    const layer = wasm({ cache: { folder, folderSize: "2KiB" } });
    expect(opened(layer, moduleOf(2, 4000)).exports.run()).toBe(2);
    expect(entriesIn(folder)).toEqual([entry]);
  });

  it("removes what a process left that ended while it wrote, and nothing that is not its own", () => {
    const { folder, entry } = withEntry();
    const unfinished = (name: string) =>
      join(folder, `${"0".repeat(64)}.${name.repeat(36)}.unfinished`);
    const [old, recent, foreign] = [unfinished("a"), unfinished("b"), join(folder, "notes.txt")];
    for (const file of [old, recent, foreign]) writeFileSync(file, "x".repeat(10_000));
    for (const file of [old, foreign]) utimesSync(file, 1, 1);
    open(folder, 2);
    expect([old, recent, foreign, entry].map((file) => existsSync(file))).toEqual([
      false,
      true,
      true,
      true,
    ]);
  });

  it("refuses a folder that others may write to, when the layer is made", () => {
    const folder = join(temporaryFolder(), "cache");
    mkdirSync(folder);
    chmodSync(folder, 0o777);
    expect(() => wasm({ cache: folder })).toThrow(
      expect.objectContaining({ code: "ERR_WASM_CACHE" }),
    );
  });
});

/** @param at from the end where it is less than 0 */
function changeByte(file: string, at: number): void {
  const bytes = readFileSync(file);
  const index = at < 0 ? bytes.length + at : at;
  bytes[index] = (bytes[index] as number) ^ 1;
  writeFileSync(file, bytes);
}
