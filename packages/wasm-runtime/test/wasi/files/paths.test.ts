import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { kinds, worldOf } from "../trees.ts";
import { type World, WRITE } from "../world.ts";

const OK = "ESUCCESS";

describe.each(kinds)("paths of a tree, %s", (kind) => {
  let world: World;

  beforeEach(() => {
    world = worldOf(kind);
  });
  afterEach(() => world.wasi.dispose());

  it("lead through `.`, `..` and slashes that are too many", () => {
    expect(world.contents("dir/.//nested/../../dir/nested/../nested///./file")).toBe("text");
  });

  it.each([
    ["/file", "ENOTCAPABLE"],
    ["..", "ENOTCAPABLE"],
    ["dir/../..", "ENOTCAPABLE"],
    ["dir/nested/../../../root/file", "ENOTCAPABLE"],
    ["", "ENOENT"],
    ["file\0", "EINVAL"],
    ["file/", "ENOTDIR"],
    ["file///", "ENOTDIR"],
    ["file/.", "ENOTDIR"],
    ["file/x", "ENOTDIR"],
    ["none", "ENOENT"],
    ["none/x", "ENOENT"],
  ])("open %j with %s", (path, errno) => {
    expect(world.open(path)).toBe(errno);
  });

  it("are as long as Linux takes them, and their names as well", () => {
    expect(world.open("x".repeat(255))).toBe("ENOENT");
    expect(world.open("x".repeat(256))).toBe("ENAMETOOLONG");
    expect(world.contents(`${"./".repeat(2046)}file`)).toBe("at the top");
    expect(world.open(`${"./".repeat(2047)}file`)).toBe("ENAMETOOLONG");
    expect(world.contents(`${"dir/../".repeat(300)}file`)).toBe("at the top");
  });

  it("open directories, with slashes at their end or not", () => {
    for (const path of ["dir", "dir/", "dir//", "dir/.", ".", "dir/..", "dir/nested/../"]) {
      expect(world.open(path, { directory: true }), path).toBeTypeOf("number");
      expect(world.open(path), path).toBeTypeOf("number");
    }
  });

  it("go no higher than the descriptor that they begin at", () => {
    const at = world.opened("dir/nested", { directory: true, rights: (2 ** 14) | (2 ** 13) });
    expect(world.contents("file", at)).toBe("text");
    expect(world.open("../nested/file", { at })).toBe("ENOTCAPABLE");
  });

  it("are followed through links, in the middle and at the end", () => {
    expect(world.symlink("dir", "to-dir")).toBe(OK);
    expect(world.symlink("../file", "dir/up")).toBe(OK);
    expect(world.symlink("nested/", "dir/slashed")).toBe(OK);
    expect(world.contents("to-dir/nested/file")).toBe("text");
    expect(world.contents("to-dir/up")).toBe("at the top");
    expect(world.contents("dir/slashed/file")).toBe("text");
    expect(world.open("to-dir/", { directory: true, follow: false })).toBeTypeOf("number");
  });

  it("refuse to open a link that is not to be followed", () => {
    expect(world.symlink("file", "link")).toBe(OK);
    expect(world.symlink("dir", "to-dir")).toBe(OK);
    expect(world.symlink("none", "dangling")).toBe(OK);
    expect(world.open("link", { follow: false })).toBe("ELOOP");
    expect(world.open("to-dir", { follow: false, directory: true })).toBe("ELOOP");
    expect(world.open("dangling", { follow: false })).toBe("ELOOP");
    expect(world.open("dangling")).toBe("ENOENT");
    expect(world.open("link", { directory: true })).toBe("ENOTDIR");
  });

  it("create the file that a dangling link leads to, unless it must be a new one", () => {
    expect(world.symlink("dir/made", "dangling")).toBe(OK);
    expect(world.open("dangling", { create: true, exclusive: true, rights: WRITE })).toBe("EEXIST");
    expect(world.put("dangling", "made")).toBe(OK);
    expect(world.contents("dir/made")).toBe("made");
  });

  it("end where links go round", () => {
    expect(world.symlink("b", "a")).toBe(OK);
    expect(world.symlink("a", "b")).toBe(OK);
    expect(world.symlink("self/x", "self")).toBe(OK);
    for (const path of ["a", "a/x", "self", "b/../a"]) {
      expect(world.open(path), path).toBe("ELOOP");
      expect(world.stat(path), path).toBe("ELOOP");
    }
  });

  it("make no link that is absolute, empty, or cut by a NUL", () => {
    expect(world.symlink("/etc/passwd", "link")).toBe("ENOTCAPABLE");
    expect(world.symlink("", "link")).toBe("ENOENT");
    expect(world.symlink("a\0b", "link")).toBe("EINVAL");
  });

  it("give a link's own stat and text, unless it is followed", () => {
    expect(world.symlink("file", "link")).toBe(OK);
    expect(world.stat("link", false)).toMatchObject({ filetype: 7, size: 4n });
    expect(world.stat("link")).toMatchObject({ filetype: 4, size: 10n });
    expect(world.readlink("link")).toBe("file");
    expect(world.readlink("file")).toBe("[EINVAL]");
    expect(world.readlink("dir")).toBe("[EINVAL]");
    expect(world.readlink("none")).toBe("[ENOENT]");
    expect(world.readlink("link/")).toBe("[ENOTDIR]");
    expect(world.readlink(".")).toBe("[EINVAL]");
  });

  it("put as much of a link's text into a buffer as fits, and touch nothing behind it", () => {
    expect(world.symlink("target", "link")).toBe(OK);
    const buffer = world.room(16);
    const used = world.room(8);
    world.bytes.fill(7, buffer, buffer + 16);
    expect(world.call("path_readlink", 3, ...world.text("link"), buffer, 4, used)).toBe(OK);
    expect(world.view.getUint32(used, true)).toBe(4);
    expect(Buffer.from(world.bytes.slice(buffer, buffer + 5)).toString()).toBe("targ\x07");
  });

  it("open no directory for writing, and create none by opening", () => {
    for (const path of ["dir", "."]) {
      expect(world.open(path, { rights: WRITE }), path).toBe("EISDIR");
      expect(world.open(path, { create: true }), path).toBe("EISDIR");
      expect(world.open(path, { truncate: true, directory: true }), path).toBe("EISDIR");
    }
    expect(world.open("new", { create: true, directory: true })).toBe("EINVAL");
  });

  it("refuse flags that are unknown", () => {
    const result = world.room(8);
    const open = (lookup: number, oflags: number, flags: number) =>
      world.call("path_open", 3, lookup, ...world.text("file"), oflags, 0n, 0n, flags, result);
    expect([open(2, 0, 0), open(0, 16, 0), open(0, 0, 32)]).toEqual(Array(3).fill("EINVAL"));
  });
});
