import { describe, expect, it } from "vitest";
import { Right } from "../../src/wasi/abi/rights.ts";
import { type FunctionName, signatures } from "../../src/wasi/abi/signatures.ts";
import { memoryFiles } from "../../src/wasi/memory-files/memory-files.ts";
import { WasiExit } from "../../src/wasi/wasi-exit.ts";
import { World, WRITE } from "./world.ts";

const names = Object.keys(signatures) as FunctionName[];
const FILE = 4;

/** A file is open as descriptor 4. */
function createWorld(): World {
  const files = memoryFiles({ file: "text", dir: {} });
  const world = new World({
    args: ["guest", "x"],
    env: { NAME: "value" },
    clock: { now: 0 },
    mounts: { "/": files },
  });
  world.opened("file", { rights: WRITE });
  return world;
}

describe("descriptors", () => {
  const byDescriptor = names.filter((name) => /^(fd|path|sock)_/.test(name));
  const dummies = (name: FunctionName, fd: number, at: number) =>
    [...signatures[name]].map((type, i) => (type === "I" ? 0n : i === at ? fd : 0));
  const placeOf = (name: FunctionName) => (name === "path_symlink" ? 2 : 0);

  it("that are not open are answered EBADF by every function", () => {
    const world = createWorld();
    for (const name of byDescriptor) {
      for (const fd of [5, 128, 2 ** 31, -1, -(2 ** 31)]) {
        const args = dummies(name, fd, placeOf(name));
        if (name === "path_symlink") args.splice(0, 2, ...world.text("x"));
        const second = { fd_renumber: 1, path_link: 4, path_rename: 3 }[name as string];
        if (second !== undefined) args[second] = fd;
        expect(world.call(name, ...args), name).toBe("EBADF");
      }
    }
  });

  it("are no sockets", () => {
    const world = createWorld();
    for (const name of byDescriptor.filter((name) => name.startsWith("sock"))) {
      expect(world.call(name, ...dummies(name, FILE, 0))).toBe("ENOTSOCK");
      expect(world.call(name, ...dummies(name, 1, 0))).toBe("ENOTSOCK");
    }
  });

  it("of files hold no paths, and of directories and streams no places", () => {
    const world = createWorld();
    for (const fd of [FILE, 1]) {
      expect(world.mkdir("x", fd)).toBe("ENOTDIR");
      expect(world.open("x", { at: fd })).toBe("ENOTDIR");
      expect(world.call("fd_readdir", fd, 0, 8, 0n, 8)).toBe("ENOTDIR");
      expect(world.call("fd_prestat_get", fd, 0)).toBe("EBADF");
    }
    expect(world.seek(3, 0n)).toBe("EISDIR");
    expect(world.seek(1, 0n)).toBe("ESPIPE");
    expect(world.call("fd_tell", 3, 0)).toBe("EISDIR");
    expect(world.call("fd_allocate", 3, 0n, 1n)).toBe("EISDIR");
    expect(world.call("fd_filestat_set_size", 1, 0n)).toBe("ESPIPE");
    expect(world.call("fd_filestat_set_size", 3, 0n)).toBe("EISDIR");
    expect(world.read(3)).toMatch(/ENOTCAPABLE|EISDIR/);
  });

  it("are refused what they have no right to, by every function", () => {
    const world = createWorld();
    const at = world.opened("dir", { rights: 0 });
    expect(world.call("fd_fdstat_set_rights", FILE, 0n, 0n)).toBe("ESUCCESS");
    const free = ["fd_close", "fd_fdstat_get", "fd_fdstat_set_rights", "fd_renumber"];
    for (const name of byDescriptor) {
      if (free.includes(name) || /^sock|prestat/.test(name)) continue;
      const fd = name.startsWith("path") || name === "fd_readdir" ? at : FILE;
      const args = dummies(name, fd, placeOf(name));
      if (name === "path_symlink") args.splice(0, 2, ...world.text("x"));
      if (name === "path_link") args[4] = fd;
      if (name === "path_rename") args[3] = fd;
      expect(world.call(name, ...args), name).toBe("ENOTCAPABLE");
    }
  });

  it("only ever lose rights", () => {
    const world = createWorld();
    const set = (base: number, inheriting: number) =>
      world.call("fd_fdstat_set_rights", FILE, BigInt(base), BigInt(inheriting));
    expect(set(Right.fdRead | Right.fdSeek, 0)).toBe("ESUCCESS");
    expect(set(Right.fdRead | Right.fdWrite, 0)).toBe("ENOTCAPABLE");
    expect(set(Right.fdRead, Right.fdRead)).toBe("ENOTCAPABLE");
    expect(world.read(FILE)).toBe("text");
    expect(world.write(FILE, "x")).toBe("ENOTCAPABLE");
  });

  it("that are opened through another have no rights that it does not pass on", () => {
    const world = createWorld();
    const inheriting = Right.fdRead | Right.fdReaddir;
    expect(world.call("fd_fdstat_set_rights", 3, BigInt(Right.pathOpen), BigInt(inheriting))).toBe(
      "ESUCCESS",
    );
    expect(world.open("file", { rights: WRITE })).toBe("ENOTCAPABLE");
    expect(world.open("file", { truncate: true, rights: 0 })).toBe("ENOTCAPABLE");
    expect(world.open("new", { create: true, rights: 0 })).toBe("ENOTCAPABLE");
    const fd = world.opened("file", { rights: Right.fdRead });
    const result = world.room(24);
    expect(world.call("fd_fdstat_get", fd, result)).toBe("ESUCCESS");
    expect(world.view.getBigUint64(result + 16, true)).toBe(BigInt(inheriting));
  });

  it("are renumbered onto open ones, which are closed", () => {
    const world = createWorld();
    const other = world.opened("file");
    expect(world.call("fd_renumber", FILE, other)).toBe("ESUCCESS");
    expect(world.close(FILE)).toBe("EBADF");
    expect(world.call("fd_renumber", other, FILE)).toBe("EBADF");
    expect(world.call("fd_renumber", other, other)).toBe("ESUCCESS");
    expect(world.call("fd_renumber", other, 1)).toBe("ESUCCESS");
    expect(world.write(1, "out")).toBe(3);
    expect(world.contents("file")).toBe("outt");
    expect(world.wasi.output().stdout).toHaveLength(0);
  });

  it("end at 128", () => {
    const world = createWorld();
    for (let fd = 5; fd < 128; fd++) expect(world.open("file")).toBe(fd);
    expect(world.open("file")).toBe("EMFILE");
    expect(world.open("new", { create: true })).toBe("EMFILE");
    expect(world.stat("new")).toBe("ENOENT");
    expect(world.close(77)).toBe("ESUCCESS");
    expect(world.open("file")).toBe(77);
  });

  it("of preopens can be closed and come back with a reset", () => {
    const world = createWorld();
    const at = world.opened("dir", { directory: true });
    expect(world.close(3)).toBe("ESUCCESS");
    expect(world.stat("file")).toBe("EBADF");
    expect(world.fstat(at)).toMatchObject({ filetype: 3 });
    world.wasi.reset();
    expect(world.stat("file")).toMatchObject({ filetype: 4 });
    expect(world.fstat(at)).toBe("EBADF");
  });
});

describe("WasiExit", () => {
  it("is thrown by all that is called after proc_exit, until a reset", () => {
    const world = createWorld();
    expect(() => world.call("proc_exit", 7)).toThrow(WasiExit);
    for (const name of names) {
      expect(() => world.call(name, ...Array(9).fill(0)), name).toThrow(
        expect.objectContaining({ name: "WasiExit", exitCode: 7 }),
      );
    }
    world.wasi.reset();
    expect(world.call("sched_yield")).toBe("ESUCCESS");
    expect(world.call("proc_raise", 6)).toBe("ENOTSUP");
  });

  it("has the code as the guest gave it", () => {
    expect(() => createWorld().call("proc_exit", -1)).toThrow(
      expect.objectContaining({ exitCode: 2 ** 32 - 1 }),
    );
  });
});
