import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { matchesGlob } from "../src/glob.js";
import { type LibraryPolicyOptions, libraryPolicy } from "../src/policy.js";
import { newFolder, put } from "./files.js";

const folder = newFolder();
const digest = "AB".repeat(32);
const refused = (code: string, message: string) =>
  expect.objectContaining({ code, message: expect.stringContaining(message) });

describe("libraryPolicy(options, folder)", () => {
  it("allows all, blocks nothing, and stops at ten, where nothing is said", () => {
    expect(libraryPolicy({}, folder)).toEqual({
      allowed: [],
      blocked: [],
      maxLoaded: 10,
      pins: [],
    });
  });

  it("is frozen", () => {
    expect(Object.isFrozen(libraryPolicy({}, folder))).toBe(true);
  });

  it("begins relative patterns in the real folder, once", () => {
    symlinkSync(folder, join(folder, "alias"));
    const { allowed } = libraryPolicy({ allowedLibs: ["./*.so"] }, join(folder, "alias"));
    expect(allowed.flat().map((glob) => matchesGlob(glob, join(folder, "a.so")))).toEqual([true]);
  });

  it("holds a pin for a link and for the file it leads to", () => {
    const file = put(join(folder, "libp.so.1"));
    symlinkSync("libp.so.1", join(folder, "libp.so"));
    const { pins } = libraryPolicy({ sha256: { "./libp.so": digest } }, folder);
    expect(pins).toEqual([
      { paths: expect.arrayContaining([file, join(folder, "libp.so")]), digest: "ab".repeat(32) },
    ]);
  });

  it("refuses a folder that is not there", () => {
    expect(() => libraryPolicy({}, join(folder, "none"))).toThrow(
      refused("ERR_OPTION_RANGE", "folder"),
    );
  });

  it.each([
    [{ allowedLibs: "x.so" }, "ERR_OPTION_TYPE", "allowedLibs"],
    [{ allowedLibs: [1] }, "ERR_OPTION_TYPE", "allowedLibs"],
    [{ allowedLibs: ["a", "../b"] }, "ERR_OPTION_RANGE", "allowedLibs[1]"],
    [{ allowedLibs: Array(1001).fill("a") }, "ERR_OPTION_RANGE", "1000 patterns"],
    [{ narrowedBy: "x.so" }, "ERR_OPTION_TYPE", "narrowedBy"],
    [{ narrowedBy: ["x.so"] }, "ERR_OPTION_TYPE", "narrowedBy[0]"],
    [{ narrowedBy: [["a"], [1]] }, "ERR_OPTION_TYPE", "narrowedBy[1]"],
    [{ narrowedBy: [["a"], ["b", "{c}"]] }, "ERR_OPTION_RANGE", "narrowedBy[1][1]"],
    [
      { allowedLibs: Array(500).fill("a"), narrowedBy: [Array(501).fill("a")] },
      "ERR_OPTION_RANGE",
      "1000 patterns",
    ],
    [{ blockSystemLibs: "false" }, "ERR_OPTION_TYPE", "blockSystemLibs"],
    [{ maxLoadedLibs: "3" }, "ERR_OPTION_TYPE", "maxLoadedLibs"],
    [{ maxLoadedLibs: 0 }, "ERR_OPTION_RANGE", "maxLoadedLibs"],
    [{ maxLoadedLibs: 1.5 }, "ERR_OPTION_TYPE", "maxLoadedLibs"],
    [{ sha256: ["x"] }, "ERR_OPTION_TYPE", "sha256"],
    [{ sha256: { a: "abc" } }, "ERR_OPTION_TYPE", 'sha256["a"]'],
    [{ sha256: { "none.so": digest } }, "ERR_OPTION_RANGE", "none.so"],
    [{ allowedLib: [] }, "ERR_OPTION_RANGE", "allowedLib"],
  ])("refuses %j", (options, code, message) => {
    expect(() => libraryPolicy(options as LibraryPolicyOptions, folder)).toThrow(
      refused(code, message),
    );
  });
});
