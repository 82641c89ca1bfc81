import { describe, expect, it } from "vitest";
import { memoryFiles } from "../../../src/wasi/memory-files/memory-files.ts";
import { Symlink } from "../../../src/wasi/memory-files/symlink.ts";
import { READ, World, WRITE } from "../world.ts";

const OK = "ESUCCESS";

describe("memoryFiles(tree, options)", () => {
  it.each<[string, () => unknown, string]>([
    ["an unknown option", () => memoryFiles({}, { size: 1 } as never), "ERR_OPTION_RANGE"],
    ["an unknown mode", () => memoryFiles({}, { mode: "wo" as never }), "ERR_OPTION_RANGE"],
    ["a quota that is none", () => memoryFiles({}, { quota: "lots" }), "ERR_OPTION_TYPE"],
    ["more than 2 GiB", () => memoryFiles({}, { quota: "2GiB" }), "ERR_OPTION_RANGE"],
    ["half a name", () => memoryFiles({}, { entries: 1.5 }), "ERR_OPTION_RANGE"],
    ["a tree of nothing", () => memoryFiles(null as never), "ERR_OPTION_TYPE"],
    ["a number for a file", () => memoryFiles({ a: 1 as never }), "ERR_OPTION_TYPE"],
    ["a list", () => memoryFiles({ a: ["x"] as never }), "ERR_OPTION_TYPE"],
    ["a path for a name", () => memoryFiles({ "a/b": "" }), "ERR_OPTION_RANGE"],
    ["..", () => memoryFiles({ a: { "..": "" } }), "ERR_OPTION_RANGE"],
    ["an empty name", () => memoryFiles({ "": "" }), "ERR_OPTION_RANGE"],
    ["a NUL", () => memoryFiles({ "a\0": "" }), "ERR_OPTION_RANGE"],
    ["a long name", () => memoryFiles({ ["ä".repeat(128)]: "" }), "ERR_OPTION_RANGE"],
    ["too many bytes", () => memoryFiles({ a: "123" }, { quota: 2 }), "ERR_OPTION_RANGE"],
    ["too many names", () => memoryFiles({ a: { b: "" } }, { entries: 1 }), "ERR_OPTION_RANGE"],
    ["an empty link", () => new Symlink(""), "ERR_OPTION_TYPE"],
  ])("refuses %s", (_, make, code) => {
    expect(make).toThrow(expect.objectContaining({ code }));
  });

  it("begins with the tree, whose bytes are its own", () => {
    const bytes = Uint8Array.of(0x61);
    const files = memoryFiles({ a: bytes, d: { e: { f: "deep" } }, l: new Symlink("d/e/../e/f") });
    bytes[0] = 0x62;
    const world = new World({ mounts: { "/": files } });
    expect([world.contents("a"), world.contents("l")]).toEqual(["a", "deep"]);
    expect(world.put("a", "changed")).toBe(OK);
    expect(new World({ mounts: { "/": files } }).contents("a")).toBe("a");
  });

  it("is copied when a file is written to in place", () => {
    const world = new World({ mounts: { "/": memoryFiles({ a: "image" }) } });
    const fd = world.opened("a", { rights: WRITE });
    expect(world.write(fd, "WR")).toBe(2);
    expect(world.contents("a")).toBe("WRage");
    world.wasi.reset();
    expect(world.contents("a")).toBe("image");
  });

  it("gives zeroes where a file was cut, by little or by much, and is longer again", () => {
    const world = new World({ mounts: { "/": memoryFiles({ a: "0123456789" }) } });
    const fd = world.opened("a", { rights: WRITE });
    for (const [cut, left] of [
      [8, "01234567\0\0"],
      [6, "012345\0\0\0\0"],
      [2, "01\0\0\0\0\0\0\0\0"],
    ] as const) {
      expect(world.call("fd_filestat_set_size", fd, BigInt(cut))).toBe(OK);
      expect(world.call("fd_filestat_set_size", fd, 10n)).toBe(OK);
      expect(world.contents("a")).toBe(left);
    }
    expect([world.seek(fd, 8n), world.write(fd, "xy")]).toEqual([8n, 2]);
    expect(world.call("fd_filestat_set_size", fd, 9n)).toBe(OK);
    expect(world.call("fd_filestat_set_size", fd, 10n)).toBe(OK);
    expect(world.contents("a")).toBe("01\0\0\0\0\0\0x\0");
  });

  it("follows no link of the tree that is absolute or leads out", () => {
    const files = memoryFiles({ a: new Symlink("/b"), b: "x", c: { d: new Symlink("../../b") } });
    const world = new World({ mounts: { "/": files } });
    expect([world.open("a"), world.open("c/d")]).toEqual(["ENOTCAPABLE", "ENOTCAPABLE"]);
  });

  it("changes nothing if it is read-only", () => {
    const files = memoryFiles({ f: "x", d: {}, l: new Symlink("f") }, { mode: "ro" });
    const world = new World({ mounts: { "/": files } });
    const outcomes = [
      world.put("f", "y"),
      world.put("l", "y"),
      world.put("new", "y"),
      world.mkdir("d/e"),
      world.rmdir("d"),
      world.unlink("f"),
      world.symlink("x", "y"),
      world.link("f", "g"),
      world.rename("f", "g"),
      world.call("path_filestat_set_times", 3, 0, ...world.text("f"), 0n, 0n, 1),
      world.call(
        "fd_filestat_set_times",
        world.opened("f", { rights: WRITE - (WRITE & 0x400140) }),
        0n,
        0n,
        1,
      ),
    ];
    expect(outcomes).toEqual(Array(outcomes.length).fill("EROFS"));
    expect([world.contents("l"), world.names()]).toEqual(["x", ["d", "f", "l"]]);
  });
});

describe("quota", () => {
  const worldOf = (options: Parameters<typeof memoryFiles>[1], tree = {}) =>
    new World({ mounts: { "/": memoryFiles(tree, options) } });

  it("is what all files have together, and a write that has no room is a short one", () => {
    const world = worldOf({ quota: 100 }, { a: "x".repeat(40) });
    const fd = world.opened("b", { create: true, rights: WRITE });
    expect(world.write(fd, "y".repeat(50))).toBe(50);
    expect(world.write(fd, "y".repeat(50))).toBe(10);
    expect(world.write(fd, "y")).toBe("ENOSPC");
    expect(world.put("a", "z".repeat(40))).toBe(OK);
    expect(world.call("fd_filestat_set_size", fd, 61n)).toBe("ENOSPC");
    expect(world.call("fd_allocate", fd, 60n, 1n)).toBe("ENOSPC");
    expect(world.symlink("x", "link")).toBe("ENOSPC");
    expect(world.names()).toEqual(["a", "b"]);
    expect(world.seek(fd, 2n ** 40n)).toBe(2n ** 40n);
    expect(world.write(fd, "y")).toBe("ENOSPC");
  });

  it("is given back by what is cut or gone, when nobody has it open any more", () => {
    const world = worldOf({ quota: 100 });
    expect(world.put("a", "x".repeat(100))).toBe(OK);
    const fd = world.opened("a");
    expect(world.link("a", "b")).toBe(OK);
    expect(world.unlink("a")).toBe(OK);
    expect(world.unlink("b")).toBe(OK);
    expect(world.put("c", "y")).toBe("ENOSPC");
    expect(world.read(fd)).toBe("x".repeat(100));
    expect(world.close(fd)).toBe(OK);
    expect(world.put("c", "y".repeat(100))).toBe(OK);
    expect(world.put("d", "z".repeat(60))).toBe("ENOSPC");
    expect(world.rename("d", "c")).toBe(OK); // replaces it
    expect(world.put("d", "z".repeat(100))).toBe(OK);
    expect(world.put("d", "")).toBe(OK);
    expect(world.symlink("x".repeat(100), "l")).toBe(OK);
    expect(world.unlink("l")).toBe(OK);
    expect(world.put("e", "z".repeat(100))).toBe(OK);
  });

  it("counts names, also those that are one file's, and gives them back", () => {
    const world = worldOf({ entries: 3 });
    expect([world.mkdir("a"), world.put("a/b", ""), world.link("a/b", "c")]).toEqual([OK, OK, OK]);
    expect([world.mkdir("d"), world.put("d", ""), world.symlink("x", "d")]).toEqual(
      Array(3).fill("ENOSPC"),
    );
    expect(world.link("c", "d")).toBe("ENOSPC");
    expect(world.rename("c", "a/c")).toBe(OK);
    expect(world.rename("a/c", "a/b")).toBe(OK); // one file: nothing happens
    expect(world.put("x", "")).toBe("ENOSPC");
    expect(world.unlink("a/c")).toBe(OK);
    expect(world.put("x", "")).toBe(OK);
    expect(world.rename("x", "a/b")).toBe(OK);
    expect(world.put("y", "")).toBe(OK);
    expect(world.put("z", "")).toBe("ENOSPC");
  });

  it("bounds what is taken of the host's memory, also by files with holes", () => {
    const world = worldOf({ quota: "16MiB" });
    const before = process.memoryUsage().arrayBuffers;
    for (let i = 0; i < 50; i++) {
      const fd = world.open(`f${i}`, { create: true, rights: WRITE });
      if (typeof fd !== "number") break;
      for (let size = 2 ** 20; size < 2 ** 26; size *= 2) {
        world.call("fd_filestat_set_size", fd, BigInt(size));
        world.call("fd_pwrite", fd, world.iovec(...world.text("x")), 1, BigInt(size), 8);
      }
      world.close(fd);
    }
    gc?.();
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(40 * 2 ** 20);
  });

  it("shows as short reads at the end, with READ rights alone", () => {
    const world = worldOf({}, { a: "abc" });
    const fd = world.opened("a", { rights: READ });
    expect([world.read(fd, 2), world.read(fd, 2), world.read(fd, 2)]).toEqual(["ab", "c", ""]);
  });
});
