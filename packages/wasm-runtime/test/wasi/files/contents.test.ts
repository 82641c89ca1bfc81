import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { kinds, worldOf } from "../trees.ts";
import { READ, type World, WRITE } from "../world.ts";
import type { Filestat } from "../world-terms.ts";

const OK = "ESUCCESS";

describe.each(kinds)("files and listings of a tree, %s", (kind) => {
  let world: World;

  beforeEach(() => {
    world = worldOf(kind);
  });
  afterEach(() => world.wasi.dispose());

  it("set times to the nanosecond asked for, of a link itself or of what it leads to", () => {
    expect(world.symlink("file", "link")).toBe(OK);
    const set = (follow: number, mtim: bigint) =>
      world.call("path_filestat_set_times", 3, follow, ...world.text("link"), 0n, mtim, 4);
    expect(set(0, 1_700_000_000_000_000_000n)).toBe(OK);
    expect(set(1, 1_600_000_000_000_000_000n)).toBe(OK);
    expect(world.stat("link", false)).toMatchObject({ mtim: 1_700_000_000_000_000_000n });
    expect(world.stat("file")).toMatchObject({ mtim: 1_600_000_000_000_000_000n });
    if (kind === "a host directory, by the walk") return; // microseconds there
    expect(set(1, 1_600_000_000_000_000_123n)).toBe(OK);
    expect(world.stat("file")).toMatchObject({ mtim: 1_600_000_000_000_000_123n });
  });

  it("set no time that is given and now, nor by flags that are unknown", () => {
    for (const flags of [3, 12, 16]) {
      const all = [3, 0, ...world.text("file"), 0n, 0n, flags];
      expect(world.call("path_filestat_set_times", ...all)).toBe("EINVAL");
    }
  });

  it("list what a directory holds, in pieces of any length", () => {
    for (let i = 0; i < 20; i++) expect(world.put(`dir/nested/${i}`, "")).toBe(OK);
    const fd = world.opened("dir/nested", { directory: true });
    const names: string[] = [];
    for (let cookie = 0n; ; ) {
      const entries = world.list(fd, cookie, 90);
      if (entries.length === 0) break;
      names.push(...entries.map(({ name }) => name));
      cookie = entries.at(-1)?.next as bigint;
    }
    const all = [".", "..", "file", ...Array.from({ length: 20 }, (_, i) => String(i))];
    expect(names.toSorted()).toEqual(all.toSorted());
    expect(names.slice(0, 2)).toEqual([".", ".."]);
  });

  it("list types and inodes as stat tells them, of the directory itself as well", () => {
    expect(world.symlink("x", "link")).toBe(OK);
    const fd = world.opened(".", { directory: true });
    const self = world.fstat(fd) as Filestat;
    for (const { name, filetype, inode } of world.list(fd)) {
      const stat = name === "." || name === ".." ? self : world.stat(name, false);
      expect(stat, name).toMatchObject({ filetype, inode });
    }
  });

  it("move bytes into shared memory as into any other", () => {
    const shared = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
    const bytes = new Uint8Array(shared.buffer);
    const view = new DataView(shared.buffer);
    world.wasi.bind(shared);
    bytes.set(new TextEncoder().encode("file"), 100);
    const call = (...args: Parameters<World["call"]>) => expect(world.call(...args)).toBe(OK);
    call("path_open", 3, 0, 100, 4, 0, BigInt(WRITE), 0n, 0, 200);
    const fd = view.getUint32(200, true);
    view.setUint32(300, 100, true);
    view.setUint32(304, 4, true);
    call("fd_write", fd, 300, 1, 200);
    call("fd_pread", fd, 300, 1, 2n, 200);
    expect(new TextDecoder().decode(bytes.slice(100, 104))).toBe("lehe");
  });

  it("list on where a cookie says, whatever was removed meanwhile", () => {
    for (let i = 0; i < 5; i++) expect(world.put(`dir/nested/${i}`, "")).toBe(OK);
    const fd = world.opened("dir/nested", { directory: true });
    const first = world.list(fd, 0n, 100);
    for (const { name } of world.list(fd))
      if (name.length === 1) world.unlink(`dir/nested/${name}`);
    const rest = world.list(fd, first.at(-1)?.next);
    expect(first.length + rest.length).toBe(8);
    expect(world.list(fd).map(({ name }) => name)).toEqual([".", "..", "file"]);
    expect(world.list(fd, 2n ** 63n)).toEqual([]);
    expect(world.list(fd, 2n ** 64n - 1n)).toEqual([]);
  });

  it("read, write, seek and cut files as POSIX does", () => {
    const fd = world.opened("new", { create: true, rights: WRITE });
    expect(world.write(fd, "0123456789")).toBe(10);
    expect(world.seek(fd, -3n, 1)).toBe(7n);
    expect(world.read(fd)).toBe("789");
    expect(world.seek(fd, 2n, 2)).toBe(12n);
    expect(world.write(fd, "x")).toBe(1);
    expect(world.contents("new")).toBe("0123456789\0\0x");
    expect(world.seek(fd, -1n, 0)).toBe("EINVAL");
    expect(world.seek(fd, 2n ** 62n, 0)).toBe("EINVAL");
    expect(world.seek(fd, 0n, 3)).toBe("EINVAL");
    expect(world.call("fd_filestat_set_size", fd, 3n)).toBe(OK);
    expect(world.call("fd_filestat_set_size", fd, 5n)).toBe(OK);
    expect(world.contents("new")).toBe("012\0\0");
    expect(world.call("fd_allocate", fd, 2n, 2n)).toBe(OK);
    expect(world.fstat(fd)).toMatchObject({ size: 5n, filetype: 4 });
    expect(world.call("fd_allocate", fd, 4n, 4n)).toBe(OK);
    expect(world.fstat(fd)).toMatchObject({ size: 8n });
    expect(world.call("fd_allocate", fd, 0n, 0n)).toBe("EINVAL");
    expect(world.call("fd_sync", fd)).toBe(OK);
  });

  it("append where the file ends, as long as the flag is set", () => {
    const fd = world.opened("log", { create: true, rights: WRITE | 8, flags: 1 });
    expect([world.write(fd, "a"), world.seek(fd, 0n), world.write(fd, "b")]).toEqual([1, 0n, 1]);
    expect(world.call("fd_fdstat_set_flags", fd, 0)).toBe(OK);
    expect([world.seek(fd, 0n), world.write(fd, "c")]).toEqual([0n, 1]);
    expect(world.contents("log")).toBe("cb");
    expect(world.call("fd_fdstat_set_flags", fd, 16)).toBe("ENOTSUP");
    expect(world.call("fd_fdstat_set_flags", fd, 64)).toBe("EINVAL");
  });

  it("read and write at a place without moving from where they stand", () => {
    const fd = world.opened("file", { rights: WRITE });
    const list = world.iovec(...world.text("AT"));
    const result = world.room(8);
    expect(world.call("fd_pwrite", fd, list, 1, 0n, result)).toBe(OK);
    const into = world.room(8);
    const buffers = world.iovec(into, 3);
    expect(world.call("fd_pread", fd, buffers, 1, 7n, world.room(8))).toBe(OK);
    expect(Buffer.from(world.bytes.slice(into, into + 3)).toString()).toBe("top");
    expect(world.call("fd_pread", fd, buffers, 1, 2n ** 63n, 8)).toBe("EINVAL");
    expect(world.read(fd)).toBe("AT the top");
  });

  it("open for writing what is to be cut, and give no right to write with it", () => {
    const fd = world.opened("file", { truncate: true, rights: READ });
    expect(world.stat("file")).toMatchObject({ size: 0n });
    expect(world.write(fd, "x")).toBe("ENOTCAPABLE");
  });
});
