import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { blockedFolders } from "../src/blocked-folders.js";
import { newFolder, put } from "./files.js";

const folder = newFolder();
put(join(folder, "real/x"), "");
symlinkSync("real", join(folder, "link"));

describe("blockedFolders(configuration)", () => {
  it("has the loader's own folders, and those that it is configured with", () => {
    const configuration = put(join(folder, "ld.so.conf"), "/opt/acme/lib\n");
    const folders = blockedFolders(configuration);
    expect(folders).toEqual(expect.arrayContaining(["/lib", "/usr/lib", "/opt/acme/lib"]));
    expect(folders).toEqual([...new Set(folders)]);
  });

  it("has each under its name and its real name", () => {
    const configuration = put(join(folder, "linked.conf"), `${folder}/link/\n`);
    expect(blockedFolders(configuration)).toEqual(
      expect.arrayContaining([`${folder}/link`, `${folder}/real`]),
    );
  });
});
