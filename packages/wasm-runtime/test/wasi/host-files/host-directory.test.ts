import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { DIRECTORY_RIGHTS } from "../../../src/wasi/abi/rights.ts";
import { hostFolder, hostKinds, hostMountOf } from "../trees.ts";
import { READ, World, WRITE } from "../world.ts";
import type { Filestat } from "../world-terms.ts";

describe.each(hostKinds)("%s", (kind) => {
  it("changes nothing if it is read-only", () => {
    const { root } = hostFolder();
    mkdirSync(join(root, "dir"));
    writeFileSync(join(root, "file"), "text");
    symlinkSync("file", join(root, "link"));
    const world = new World({ mounts: { "/": hostMountOf(kind, root, { isReadOnly: true }) } });
    const before = world.stat("file");
    expect(world.contents("link")).toBe("text");
    expect(world.contents("dir/../file")).toBe("text");
    expect(world.names()).toEqual(["dir", "file", "link"]);
    for (const path of ["file", "link", "dir/../file"]) {
      expect(world.open(path, { rights: WRITE }), path).toBe("EROFS");
      expect(world.open(path, { truncate: true }), path).toBe("EROFS");
    }
    expect(world.open("new", { create: true })).toBe("EROFS");
    expect(world.open("dir/new", { create: true, rights: WRITE })).toBe("EROFS");
    expect(world.open("file", { create: true, exclusive: true })).toBe("EEXIST");
    expect(world.open("file", { create: true })).toBeTypeOf("number");
    expect(world.open("dir", { create: true })).toBe("EISDIR");
    expect(world.open("dir", { rights: WRITE })).toBe("EISDIR");
    expect(world.mkdir("dir/new")).toBe("EROFS");
    expect(world.rmdir("dir")).toBe("EROFS");
    expect(world.unlink("file")).toBe("EROFS");
    expect(world.symlink("x", "new")).toBe("EROFS");
    expect(world.link("file", "new")).toBe("EROFS");
    expect(world.rename("file", "new")).toBe("EROFS");
    for (const path of ["file", ".", "dir"]) {
      const set = [3, 0, ...world.text(path), 0n, 5n, 5];
      expect(world.call("path_filestat_set_times", ...set)).toBe("EROFS");
    }
    const fd = world.opened("file", { rights: READ | (2 ** 23) });
    expect(world.call("fd_filestat_set_times", fd, 0n, 5n, 5)).toBe("EROFS");
    const dir = world.opened("dir", { rights: 2 ** 23 });
    expect(world.call("fd_filestat_set_times", dir, 0n, 5n, 5)).toBe("EROFS");
    for (const path of [".", "dir/..", "dir", "dir/"]) {
      const at = world.opened(path, { directory: true, rights: DIRECTORY_RIGHTS });
      expect(world.mkdir("new", at), path).toBe("EROFS");
      expect(world.open("new", { at, create: true }), path).toBe("EROFS");
    }
    const { atim: _, ...after } = world.stat("file") as Filestat; // the kernel keeps that one itself
    expect(before).toMatchObject(after);
    world.wasi.dispose();
  });

  it("keeps to its quota, whatever the guest writes, cuts or makes", () => {
    const { root } = hostFolder();
    writeFileSync(join(root, "old"), "x".repeat(1000));
    const quota = 3 * 4096;
    const world = new World({ mounts: { "/": hostMountOf(kind, root, { quota }) } });
    const fd = world.opened("new", { create: true, rights: WRITE });
    expect(world.write(fd, "x".repeat(8000))).toBe(8000);
    expect(world.write(fd, "x".repeat(8000))).toBe(192); // as much as there was room for
    expect(world.write(fd, "x")).toBe("EDQUOT");
    expect(world.mkdir("dir")).toBe("EDQUOT");
    expect(world.symlink("x", "link")).toBe("EDQUOT");
    expect(world.link("old", "again")).toBe("EDQUOT");
    expect(world.open("more", { create: true })).toBe("EDQUOT");
    expect(world.call("fd_allocate", fd, 0n, 9000n)).toBe("EDQUOT");
    expect(world.call("fd_filestat_set_size", fd, 9000n)).toBe("EDQUOT");
    expect(world.put("old", "y".repeat(1000))).toBe("ESUCCESS"); // no longer than before
    const old = world.opened("old", { rights: WRITE });
    expect(world.write(old, "z".repeat(1000))).toBe(1000); // in place
    expect(world.call("fd_filestat_set_size", fd, 8000n)).toBe("ESUCCESS");
    expect(world.mkdir("dir")).toBe("EDQUOT");
    expect(world.call("fd_filestat_set_size", fd, 0n)).toBe("ESUCCESS");
    expect(world.mkdir("dir")).toBe("ESUCCESS");
    expect(world.mkdir("dir")).toBe("EEXIST"); // which costs nothing
    expect(world.call("fd_allocate", fd, 0n, 4096n)).toBe("ESUCCESS");
    expect(world.seek(fd, 10_000n)).toBe(10_000n);
    expect(world.write(fd, "x")).toBe("EDQUOT"); // the hole counts
    world.wasi.dispose();
    expect(readdirSync(root).sort()).toEqual(["dir", "new", "old"]);
  });

  it("gives back no more of its quota than the guest had taken", () => {
    const { root } = hostFolder();
    writeFileSync(join(root, "old"), "x".repeat(9000));
    const world = new World({ mounts: { "/": hostMountOf(kind, root, { quota: 4096 }) } });
    expect(world.put("old", "")).toBe("ESUCCESS");
    const fd = world.opened("old", { rights: WRITE });
    expect(world.write(fd, "y".repeat(5000))).toBe(4096);
    world.wasi.dispose();
  });

  it("holds no descriptor longer than the guest does", () => {
    const { root } = hostFolder();
    mkdirSync(join(root, "a/b/c"), { recursive: true });
    symlinkSync("a/b", join(root, "link"));
    const count = () => readdirSync("/proc/self/fd").length;
    const before = count();
    const world = new World({ mounts: { "/": hostMountOf(kind, root) } });
    const fds = Array.from({ length: 10 }, () => world.opened("link/c", { directory: true }));
    for (let i = 0; i < 20; i++) {
      world.put("a/b/c/file", "x");
      world.open("link/../../..");
      world.open("a/b/none");
      world.open("a/b/c/file/x");
      world.open("link/c", { create: true });
      world.open("a/b", { rights: WRITE });
      world.rename("a/b/c", "link/../..");
      world.stat("link/c/file");
    }
    expect(count()).toBe(before + 1 + fds.length);
    expect(world.call("fd_renumber", fds.pop(), fds[0])).toBe("ESUCCESS");
    expect(count()).toBe(before + 1 + fds.length);
    for (const fd of fds) world.close(fd);
    expect(count()).toBe(before + 1);
    world.opened("a");
    world.wasi.reset();
    expect(count()).toBe(before + 1);
    world.opened("a");
    world.wasi.dispose();
    world.wasi.dispose();
    expect(count()).toBe(before);
  });

  it("is open in no program that the host starts meanwhile", () => {
    const { root } = hostFolder();
    mkdirSync(join(root, "dir"));
    writeFileSync(join(root, "dir/file"), "x");
    const world = new World({ mounts: { "/": hostMountOf(kind, root) } });
    for (const path of ["dir", "dir/file", "dir/../dir/file"]) world.opened(path);
    expect(execFileSync("ls", ["-l", "/proc/self/fd"], { encoding: "utf8" })).not.toContain(root);
    world.wasi.dispose();
  });

  it("gives single files, of which nothing but their bytes can be changed", () => {
    const { folder, root } = hostFolder();
    const paths = { ro: join(root, "ro.txt"), rw: join(root, "rw.txt") };
    writeFileSync(paths.ro, "read");
    writeFileSync(paths.rw, "write");
    const world = new World({
      mounts: {
        "/etc/ro.txt": hostMountOf(kind, paths.ro, { isReadOnly: true }),
        "/etc/rw.txt": hostMountOf(kind, paths.rw),
      },
    });
    expect(world.names()).toEqual(["ro.txt", "rw.txt"]);
    expect(world.contents("ro.txt")).toBe("read");
    expect(world.open("ro.txt", { rights: WRITE })).toBe("EROFS");
    expect(world.open("ro.txt", { truncate: true })).toBe("EROFS");
    expect(world.open("ro.txt/", {})).toBe("ENOTDIR");
    expect(world.open("ro.txt/x", {})).toBe("ENOTDIR");
    expect(world.open("../secret.txt")).toBe("ENOTCAPABLE");
    expect(world.open("new", { create: true })).toBe("EROFS");
    expect(world.mkdir("new")).toBe("EROFS");
    expect(world.unlink("rw.txt")).toBe("EROFS");
    expect(world.rename("rw.txt", "ro.txt")).toBe("EROFS");
    expect(world.readlink("rw.txt")).toBe("[EINVAL]");
    expect(world.put("rw.txt", "changed")).toBe("ESUCCESS");
    execFileSync("ln", ["-sf", join(folder, "secret.txt"), paths.rw]);
    expect(world.contents("rw.txt")).toBe("changed"); // the file, not its name
    world.wasi.dispose();
    expect(readFileSync(paths.ro, "utf8")).toBe("read");
  });
});
