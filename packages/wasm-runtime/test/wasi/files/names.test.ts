import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DIRECTORY_RIGHTS } from "../../../src/wasi/abi/rights.ts";
import { kinds, worldOf } from "../trees.ts";
import { type World, WRITE } from "../world.ts";

const OK = "ESUCCESS";

describe.each(kinds)("names of a tree, %s", (kind) => {
  let world: World;

  beforeEach(() => {
    world = worldOf(kind);
  });
  afterEach(() => world.wasi.dispose());

  it("refuse names that are taken", () => {
    for (const path of ["dir", "dir/", "file", ".", "dir/.."]) {
      expect(world.mkdir(path), path).toBe("EEXIST");
      expect(world.symlink("x", path), path).toBe("EEXIST");
      expect(world.link("file", path), path).toBe("EEXIST");
    }
    expect(world.open("file", { create: true, exclusive: true })).toBe("EEXIST");
  });

  it("give only directories a name with a slash at its end", () => {
    expect(world.symlink("x", "new/")).toBe("ENOENT");
    expect(world.link("file", "new/")).toBe("ENOENT");
    expect(world.open("new/", { create: true, rights: WRITE })).toBe("EISDIR");
    expect(world.rename("file", "new/")).toBe("ENOTDIR");
    expect(world.mkdir("new/")).toBe(OK);
    expect(world.rename("new/", "newer/")).toBe(OK);
  });

  it("remove files and links as files, and directories as directories", () => {
    expect(world.symlink("dir", "link")).toBe(OK);
    expect(world.unlink("dir")).toBe("EISDIR");
    expect(world.unlink("dir/")).toBe("EISDIR");
    expect(world.unlink(".")).toBe("EISDIR");
    expect(world.unlink("file/")).toBe("ENOTDIR");
    expect(world.unlink("none")).toBe("ENOENT");
    expect(world.unlink("link")).toBe(OK);
    expect(world.rmdir("file")).toBe("ENOTDIR");
    expect(world.rmdir("file/")).toBe("ENOTDIR");
    expect(world.rmdir("dir")).toBe("ENOTEMPTY");
    expect(world.rmdir(".")).toBe("EINVAL");
    expect(world.rmdir("none")).toBe("ENOENT");
    expect(world.unlink("dir/nested/file")).toBe(OK);
    expect(world.rmdir("dir/nested/")).toBe(OK);
    expect(world.rmdir("dir")).toBe(OK);
    expect(world.names()).toEqual(["file"]);
  });

  it("rename over what may be replaced", () => {
    expect(world.mkdir("empty")).toBe(OK);
    expect(world.rename("file", "empty")).toBe("EISDIR");
    expect(world.rename("dir", "file")).toBe("ENOTDIR");
    expect(world.rename("empty", "dir")).toBe("ENOTEMPTY");
    expect(world.rename("dir", "empty")).toBe(OK);
    expect(world.rename("file", "empty/nested/file")).toBe(OK);
    expect(world.contents("empty/nested/file")).toBe("at the top");
    expect(world.names()).toEqual(["empty"]);
  });

  it("rename no directory into itself, or over one that holds it", () => {
    expect(world.rename("dir", "dir/nested/dir")).toBe("EINVAL");
    expect(world.rename("dir", "dir/x")).toBe("EINVAL");
    expect(world.rename("dir/nested", "dir")).toBe("ENOTEMPTY");
    expect(world.rename("dir", "dir")).toBe(OK);
    expect(world.rename("dir/nested/..", "x")).toBe("EBUSY");
    expect(world.rename("file", ".")).toBe("EBUSY");
    expect(world.rename("none", "x")).toBe("ENOENT");
    expect(world.rename("file/", "x")).toBe("ENOTDIR");
  });

  it("give a file several names, which are one file", () => {
    expect(world.link("file", "dir/other")).toBe(OK);
    expect(world.put("dir/other", "changed")).toBe(OK);
    expect(world.contents("file")).toBe("changed");
    expect(world.stat("file")).toMatchObject({ links: 2n });
    expect(world.rename("file", "dir/other")).toBe(OK); // does nothing, as in POSIX
    expect(world.unlink("file")).toBe(OK);
    expect(world.contents("dir/other")).toBe("changed");
  });

  it("give directories one name, and links their own", () => {
    expect(world.link("dir", "again")).toBe("EPERM");
    expect(world.link("dir/", "again")).toBe("EPERM");
    expect(world.link(".", "again")).toBe("EPERM");
    expect(world.link("file/", "again")).toBe("ENOTDIR");
    expect(world.symlink("none", "dangling")).toBe(OK);
    expect(world.link("dangling", "again")).toBe(OK);
    expect(world.readlink("again")).toBe("none");
    const all = [3, 1, ...world.text("dangling"), 3, ...world.text("x")];
    expect(world.call("path_link", ...all)).toBe("EINVAL");
  });

  it("keep an open file that lost its name", () => {
    const fd = world.opened("file", { rights: WRITE });
    expect(world.unlink("file")).toBe(OK);
    expect(world.put("file", "another")).toBe(OK);
    expect(world.read(fd)).toBe("at the top");
    expect(world.write(fd, "!")).toBe(1);
    expect(world.close(fd)).toBe(OK);
    expect(world.contents("file")).toBe("another");
  });

  it("put nothing into a directory that was removed", () => {
    expect(world.mkdir("gone")).toBe(OK);
    const at = world.opened("gone", { directory: true, rights: DIRECTORY_RIGHTS });
    expect(world.rmdir("gone")).toBe(OK);
    expect(world.mkdir("x", at)).toBe("ENOENT");
    expect(world.open("x", { at, create: true })).toBe("ENOENT");
    expect(world.rename("file", "x", 3, at)).toBe("ENOENT");
    expect(world.names(".", at)).toEqual([]);
  });

  it("take UTF-8 for names, and nothing else", () => {
    expect(world.put("dír/ß", "")).toBe("ENOENT");
    expect(world.mkdir("dír")).toBe(OK);
    expect(world.put("dír/\u{1f6b0}", "water")).toBe(OK);
    expect(world.names("dír")).toEqual(["\u{1f6b0}"]);
    expect(world.put("\ufeffbom", "a")).toBe(OK);
    expect(world.open("bom")).toBe("ENOENT");
    const latin1 = world.text(Uint8Array.of(0x66, 0xfc));
    expect(world.call("path_create_directory", 3, ...latin1)).toBe("EILSEQ");
    const surrogate = world.text(Uint8Array.of(0xed, 0xa0, 0x80));
    expect(world.call("path_create_directory", 3, ...surrogate)).toBe("EILSEQ");
  });
});
