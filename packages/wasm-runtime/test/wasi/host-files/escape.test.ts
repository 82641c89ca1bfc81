import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { compile, hasToolchain, run } from "../c-guest.ts";
import { hostFolder, hostKinds, hostMountOf, kinds, treeOf } from "../trees.ts";
import { READ, World, WRITE } from "../world.ts";

describe.runIf(hasToolchain)("the guest that moves a directory with a link in it", () => {
  const guest = hasToolchain ? compile("escape") : undefined;

  it.each(kinds)("is refused everything outside, %s", (kind) => {
    const { folder, root } = hostFolder();
    const mount = kind === "in memory" ? treeOf(kind) : hostMountOf(kind, root);
    const { stdout } = run(guest as WebAssembly.Module, { mounts: { "/": mount } });
    const lines = stdout.trim().split("\n");
    expect(lines.slice(0, 4)).toEqual([
      "mkdir a: done",
      "mkdir a/b: done",
      "symlink: done",
      "rename: done",
    ]);
    const refused = /: (Capabilities insufficient|Permission denied)$/;
    expect(lines.slice(4).filter((line) => !refused.test(line))).toEqual([]);
    expect(lines).toHaveLength(15);
    expect(readdirSync(folder).sort()).toEqual(["root", "secret.txt"]);
    if (kind !== "in memory") expect(readdirSync(root).sort()).toEqual(["a", "bb"]);
  });
});

describe.each(hostKinds)("%s", (kind) => {
  it("is left by no link that the host made", () => {
    const { folder, root } = hostFolder();
    const inside = join(root, "inside");
    mkdirSync(inside);
    const links = {
      up: "..",
      upFile: "../secret.txt",
      far: "inside/../../secret.txt",
      absolute: join(folder, "secret.txt"),
      absoluteInside: inside,
      etc: "/etc",
      proc: "/proc/self",
      procRoot: "/proc/self/root",
      cwd: "/proc/self/cwd",
      device: "/dev/zero",
    };
    for (const [name, target] of Object.entries(links)) symlinkSync(target, join(root, name));
    const world = new World({ mounts: { "/": hostMountOf(kind, root) } });
    for (const name of Object.keys(links)) {
      for (const path of [name, `${name}/`, `${name}/secret.txt`, `${name}/passwd`]) {
        expect(world.open(path), path).toBe("ENOTCAPABLE");
        expect(world.open(path, { create: true, rights: WRITE }), path).toBeTypeOf("string");
        expect(world.stat(path), path).toBe("ENOTCAPABLE");
      }
      expect(world.mkdir(`${name}/made`), name).toBe("ENOTCAPABLE");
      expect(world.rename("inside", `${name}/x`), name).toBe("ENOTCAPABLE");
      expect(world.link(`${name}/secret.txt`, "stolen"), name).toBe("ENOTCAPABLE");
    }
    world.wasi.dispose();
    expect(readFileSync(join(folder, "secret.txt"), "utf8")).toBe("SECRET");
    expect(readdirSync(folder).sort()).toEqual(["root", "secret.txt"]);
  });

  it("is followed through links of the host that stay inside", () => {
    const { root } = hostFolder();
    mkdirSync(join(root, "a/b"), { recursive: true });
    writeFileSync(join(root, "file"), "here");
    symlinkSync("../..", join(root, "a/b/top"));
    symlinkSync("a/b", join(root, "deep"));
    const world = new World({ mounts: { "/": hostMountOf(kind, root) } });
    expect(world.contents("deep/top/deep/top/file")).toBe("here");
    world.wasi.dispose();
  });

  it("is not left through the links of /proc that are more than their text", () => {
    const world = new World({
      mounts: { "/": hostMountOf(kind, "/proc/self", { isReadOnly: true }) },
    });
    for (const path of ["root/etc/passwd", "cwd/package.json", "exe", "root", "cwd", "fd/0"]) {
      expect(["ENOTCAPABLE", "ENOENT"], path).toContain(world.open(path));
    }
    expect(world.contents("comm")).not.toMatch(/^\[/);
    world.wasi.dispose();
  });

  it("opens neither pipes nor devices nor sockets, and waits for none of them", async () => {
    const { root } = hostFolder();
    execFileSync("mkfifo", [join(root, "pipe")]);
    const server = createServer().listen(join(root, "socket"));
    const world = new World({
      mounts: { "/": hostMountOf(kind, root), "/dev": hostMountOf(kind, "/dev") },
    });
    for (const rights of [READ, WRITE]) {
      expect(["ENOTSUP", "ENXIO"]).toContain(world.open("pipe", { rights }));
      expect(world.open("socket", { rights })).toBe("ENXIO");
      for (const name of ["null", "zero", "full", "urandom"]) {
        expect(world.open(name, { at: 4, rights })).toBe("ENOTSUP");
      }
    }
    expect(world.open("pipe", { truncate: true })).toBe("ENOTSUP");
    expect(world.stat("pipe")).toMatchObject({ filetype: 0 });
    world.wasi.dispose();
    await new Promise((done) => server.close(done));
  });

  it("lends nothing of a read-only mount to a writable one of the same directory", () => {
    const { root } = hostFolder();
    writeFileSync(join(root, "file"), "text");
    const world = new World({
      mounts: {
        "/ro": hostMountOf(kind, root, { isReadOnly: true }),
        "/rw": hostMountOf(kind, root),
      },
    });
    expect(world.link("file", "again", 3, 4)).toBe("EXDEV");
    expect(world.rename("file", "again", 3, 4)).toBe("EXDEV");
    expect(world.rename("file", "again", 4, 3)).toBe("EXDEV");
    world.wasi.dispose();
    expect(readdirSync(root)).toEqual(["file"]);
  });

  it("is the directory that was mounted, wherever it is moved to", () => {
    const { folder, root } = hostFolder();
    writeFileSync(join(root, "file"), "text");
    const world = new World({ mounts: { "/": hostMountOf(kind, root) } });
    execFileSync("mv", [root, join(folder, "moved")]);
    mkdirSync(root);
    expect(world.contents("file")).toBe("text");
    expect(world.put("new", "x")).toBe("ESUCCESS");
    world.wasi.dispose();
    expect(existsSync(join(folder, "moved/new"))).toBe(true);
  });
});
