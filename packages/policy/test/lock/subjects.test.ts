import { execFileSync } from "node:child_process";
import { chmodSync, symlinkSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, it } from "vitest";
import { type LockSources, subjectsOf } from "../../src/lock/subjects.ts";
import { elfFile } from "./elf/elf-file.ts";
import { asNobody, newFolder, put } from "./files.ts";

/** A folder with libraries at these paths. */
function folderWith(...paths: readonly string[]): string {
  const folder = newFolder();
  for (const path of paths) put(join(folder, path), elfFile());
  return folder;
}

/** Paths from the folder, of what these patterns match. */
function matched(folder: string, ...libraries: readonly string[]): readonly string[] {
  return subjectsOf({ libraries }, folder).subjects.map(({ path }) => relative(folder, path));
}

describe("subjectsOf(sources, folder)", () => {
  it("finds what patterns match, and nothing else", () => {
    const folder = folderWith("libs/a.so", "libs/b.so", "libs/deep/c.so", "d.so", "libs/e.so.1");
    expect(matched(folder, "libs/*.so")).toEqual(["libs/a.so", "libs/b.so"]);
    expect(matched(folder, "./libs/**")).toEqual([
      "libs/a.so",
      "libs/b.so",
      "libs/deep/c.so",
      "libs/e.so.1",
    ]);
    expect(matched(folder, "**/*.so")).toEqual([
      "d.so",
      "libs/a.so",
      "libs/b.so",
      "libs/deep/c.so",
    ]);
    expect(matched(folder, "libs/a.so")).toEqual(["libs/a.so"]);
    expect(matched(folder, `${folder}/*/[bc].so`)).toEqual(["libs/b.so"]);
    expect(matched(folder, "lib?/**/c.so", "d.*")).toEqual(["d.so", "libs/deep/c.so"]);
  });

  it("has a file once that several patterns match", () => {
    const folder = folderWith("libs/a.so");
    expect(matched(folder, "libs/*", "libs/a.so", "**")).toEqual(["libs/a.so"]);
  });

  it("leaves out what could not be loaded", () => {
    const folder = folderWith("libs/a.so");
    put(join(folder, "libs/README.md"), "# read me");
    put(join(folder, "libs/empty"), "");
    put(join(folder, "libs/32.so"), elfFile().fill(1, 4, 5));
    execFileSync("mkfifo", [join(folder, "libs/fifo")]);
    expect(matched(folder, "libs/**")).toEqual(["libs/a.so"]);
  });

  it("keeps a library that is broken, so that locking it says so", () => {
    const folder = folderWith();
    put(join(folder, "a.so"), elfFile().subarray(0, 70));
    expect(matched(folder, "*")).toEqual(["a.so"]);
  });

  it("follows no links: patterns are of real paths", () => {
    const folder = folderWith("libs/liba.so.1");
    symlinkSync("liba.so.1", join(folder, "libs/liba.so"));
    symlinkSync("libs", join(folder, "alias"));
    symlinkSync("..", join(folder, "libs/loop"));
    expect(matched(folder, "libs/*")).toEqual(["libs/liba.so.1"]);
    expect(matched(folder, "**")).toEqual(["libs/liba.so.1"]);
    expect(matched(folder, "alias/*")).toEqual([]);
    expect(matched(folder, "alias/liba.so.1")).toEqual([]);
  });

  it("looks only into folders that a pattern can match in", () => {
    const folder = folderWith("node_modules/x/build/b.node", "node_modules/x/closed/a.so");
    chmodSync(join(folder, "node_modules/x/closed"), 0);
    const found = (pattern: string) => asNobody(() => matched(folder, pattern));
    expect(found("node_modules/*/build/*.node")).toEqual(["node_modules/x/build/b.node"]);
    expect(found("*.so")).toEqual([]);
    expect(() => found("**/*.node")).toThrow(
      /closed", got EACCES\. Write a pattern that leaves it out/,
    );
  });

  it("tells which patterns no library has", () => {
    const folder = folderWith("libs/a.so");
    const libraries = ["libs/*.so", "lib/*.so", "libs/b.so", "/nowhere/**"];
    expect(subjectsOf({ libraries }, folder).unmatched).toEqual(libraries.slice(1));
  });

  it("takes a folder's name for what it is, also where it looks like a pattern", () => {
    const folder = join(newFolder(), "a[b]*");
    put(join(folder, "x.so"), elfFile());
    put(join(`${folder}c`, "y.so"), elfFile());
    expect(matched(folder, "*.so")).toEqual(["x.so"]);
  });

  it("has addons and modules by their paths, whether they are there or not", () => {
    const folder = newFolder();
    const sources: LockSources = { addons: ["./a.node"], wasm: ["plugins/b.wasm", "/c.wasm"] };
    expect(subjectsOf(sources, folder).subjects).toEqual([
      { kind: "addon", path: join(folder, "a.node") },
      { kind: "wasm", path: join(folder, "plugins/b.wasm") },
      { kind: "wasm", path: "/c.wasm" },
    ]);
  });

  it("gives up where there are too many files to look at, for all patterns together", () => {
    const folder = newFolder();
    for (let index = 0; index < 1000; index++) put(join(folder, `${index}`), "");
    const patterns = (count: number) => Array<string>(count).fill("*.so");
    expect(subjectsOf({ libraries: patterns(100) }, folder).subjects).toEqual([]);
    expect(() => subjectsOf({ libraries: patterns(101) }, folder)).toThrow(
      /among 100000, got more/,
    );
  });

  it("refuses a pattern that is none", () => {
    expect(() => subjectsOf({ libraries: ["libs/{a,b}.so"] }, "/")).toThrow(SyntaxError);
  });
});
