import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { configuredFolders } from "../src/system-folders.js";
import { newFolder, put } from "./files.js";

describe("configuredFolders(path)", () => {
  it("reads folders, comments, and what is included, in order", () => {
    const folder = newFolder();
    put(join(folder, "conf.d/b.conf"), "/opt/b # ours\n");
    put(join(folder, "conf.d/a.conf"), "/opt/a\nhwcap 0 nosegneg\n");
    put(join(folder, "conf.d/readme"), "/opt/readme\n");
    const path = put(
      join(folder, "ld.so.conf"),
      "# first\ninclude conf.d/*.conf\n  /opt/main\t\nrelative/folder\n/opt/main\n",
    );
    expect(configuredFolders(path)).toEqual(["/opt/main", "/opt/a", "/opt/b"]);
  });

  it("ends on a configuration that includes itself", () => {
    const folder = newFolder();
    const path = put(join(folder, "ld.so.conf"), "include *.conf\n/opt/x\n");
    expect(configuredFolders(path)).toEqual(["/opt/x"]);
  });

  it("names none where there is no file, or what is no file", () => {
    const folder = newFolder();
    mkdirSync(join(folder, "ld.so.conf"));
    expect(configuredFolders(join(folder, "ld.so.conf"))).toEqual([]);
    expect(configuredFolders("/nowhere/ld.so.conf")).toEqual([]);
    expect(configuredFolders(put(join(folder, "x"), "include \0 /nowhere/*"))).toEqual([]);
  });
});
