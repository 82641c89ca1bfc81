import { describe, expect, it } from "vitest";
import { createWasi } from "../../src/wasi/create-wasi.ts";
import { memoryFiles } from "../../src/wasi/memory-files/memory-files.ts";
import { Symlink } from "../../src/wasi/memory-files/symlink.ts";
import type { WasiOptions } from "../../src/wasi/wasi-options.ts";
import { World } from "./world.ts";

const OK = "ESUCCESS";
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

describe("createWasi(options)", () => {
  it.each<[string, unknown, string]>([
    ["unknown option", { arg: [] }, "ERR_OPTION_RANGE"],
    ["no options", null, "ERR_OPTION_TYPE"],
    ["no argument", { args: [] }, "ERR_OPTION_TYPE"],
    ["an argument with NUL", { args: ["a\0b"] }, "ERR_OPTION_TYPE"],
    ["half a character", { args: ["\ud800"] }, "ERR_OPTION_TYPE"],
    ["a number in env", { env: { A: 1 } }, "ERR_OPTION_TYPE"],
    ["a name with =", { env: { "A=B": "c" } }, "ERR_OPTION_TYPE"],
    ["an empty name", { env: { "": "c" } }, "ERR_OPTION_TYPE"],
    ["env of null", { env: null }, "ERR_OPTION_TYPE"],
    ["a clock of text", { clock: "frozen" }, "ERR_OPTION_TYPE"],
    ["a clock without now", { clock: { step: 1 } }, "ERR_OPTION_RANGE"],
    ["a clock that goes back", { clock: { now: 0, step: -1 } }, "ERR_OPTION_RANGE"],
    ["a seed of nothing", { random: { seed: Number.NaN } }, "ERR_OPTION_TYPE"],
    ["a stdin of numbers", { stdin: [1] }, "ERR_OPTION_TYPE"],
    ["a stdout of text", { stdout: "x" }, "ERR_OPTION_TYPE"],
    ["a limit of text", { stderr: { limit: "1 megabyte" } }, "ERR_OPTION_TYPE"],
    ["a relative mount", { mounts: { data: memoryFiles() } }, "ERR_OPTION_RANGE"],
    ["a mount with ..", { mounts: { "/a/../b": memoryFiles() } }, "ERR_OPTION_RANGE"],
    ["no mount", { mounts: { "/": {} } }, "ERR_OPTION_TYPE"],
    [
      "two at a place",
      { mounts: { "/a": memoryFiles(), "/a/": memoryFiles() } },
      "ERR_OPTION_RANGE",
    ],
  ])("refuses %s", (_, options, code) => {
    expect(() => createWasi(options as WasiOptions)).toThrow(expect.objectContaining({ code }));
  });

  it("needs none", () => {
    const world = new World();
    const [count, size] = [world.room(8), world.room(8)];
    expect(world.call("args_sizes_get", count, size)).toBe(OK);
    expect(world.view.getUint32(count, true)).toBe(1);
    expect(world.call("fd_prestat_get", 3, count)).toBe("EBADF");
    expect(world.read(0)).toBe("");
  });

  it("gives preopens in the order of the mounts", () => {
    const world = new World({ mounts: { "/data/": memoryFiles(), "/": memoryFiles() } });
    const names = [3, 4].map((fd) => {
      const [prestat, name] = [world.room(8), world.room(16)];
      expect(world.call("fd_prestat_get", fd, prestat)).toBe(OK);
      const length = world.view.getUint32(prestat + 4, true);
      expect(world.call("fd_prestat_dir_name", fd, name, length - 1)).toBe("ENAMETOOLONG");
      expect(world.call("fd_prestat_dir_name", fd, name, length + 1)).toBe(OK);
      return decode(world.bytes.slice(name, name + length));
    });
    expect(names).toEqual(["/data", "/"]);
    expect(world.call("fd_prestat_get", 5, 0)).toBe("EBADF");
  });

  it("moves nothing between mounts", () => {
    const files = memoryFiles({ file: "x" });
    const world = new World({ mounts: { "/a": files, "/b": files } });
    expect(world.rename("file", "new", 3, 4)).toBe("EXDEV");
    expect(world.link("file", "new", 3, 4)).toBe("EXDEV");
    expect(world.put("new", "y")).toBe(OK);
    expect(world.stat("new", true, 4)).toBe("ENOENT");
  });
});

describe("output()", () => {
  it("holds what came before the limit, and says that there was more", () => {
    const world = new World({ stdout: { limit: 10 }, stderr: { limit: 0 } });
    expect(world.write(1, "12345678")).toBe(8);
    expect(world.wasi.output()).toMatchObject({ stdoutTruncated: false });
    expect(world.write(1, "9abcdef")).toBe(7);
    expect(world.write(1, "more")).toBe(4);
    expect(world.write(2, "x")).toBe(1);
    const { stdout, stderr, ...rest } = world.wasi.output();
    expect([decode(stdout), decode(stderr)]).toEqual(["123456789a", ""]);
    expect(rest).toEqual({ stdoutTruncated: true, stderrTruncated: true });
  });

  it("collects a mebibyte if nothing else is said, and no more", () => {
    const world = new World();
    for (let i = 0; i < 40; i++) world.write(1, "x".repeat(30_000));
    const { stdout, stdoutTruncated } = world.wasi.output();
    expect([stdout.length, stdoutTruncated]).toEqual([2 ** 20, true]);
  });

  it("is empty where a function takes it, chunk by chunk", () => {
    const chunks: Uint8Array[] = [];
    const world = new World({ stdout: (chunk) => chunks.push(chunk) });
    world.write(1, "one");
    world.write(1, "two");
    expect(chunks.map(decode)).toEqual(["one", "two"]);
    expect(world.wasi.output().stdout).toHaveLength(0);
  });

  it("passes on what such a function throws, to all that the guest calls from then on", () => {
    const world = new World({
      stdout: () => {
        throw new Error("of the host");
      },
    });
    expect(() => world.write(1, "x")).toThrow("of the host");
    expect(() => world.call("sched_yield")).toThrow("of the host");
    world.wasi.reset();
    expect(world.call("sched_yield")).toBe(OK);
  });
});

describe("takeOutput()", () => {
  it("gives what was written since the last time, and the limit anew", () => {
    const world = new World({ stdout: { limit: 3 } });
    world.write(1, "1234");
    const { stdout, stdoutTruncated } = world.wasi.takeOutput();
    expect([decode(stdout), stdoutTruncated]).toEqual(["123", true]);
    expect(world.wasi.output()).toMatchObject({ stdoutTruncated: false });
    world.write(1, "56");
    expect(decode(world.wasi.takeOutput().stdout)).toBe("56");
    expect(decode(stdout)).toBe("123"); // its own
  });
});

describe("stdin", () => {
  it.each([
    ["text", "line 1\nline 2"],
    ["bytes", new TextEncoder().encode("line 1\nline 2")],
  ])("is read from %s, in pieces, and again after a reset", (_, stdin) => {
    const world = new World({ stdin });
    for (let i = 0; i < 2; i++) {
      expect([world.read(0, 5), world.read(0, 5), world.read(0), world.read(0)]).toEqual([
        "line ",
        "1\nlin",
        "e 2",
        "",
      ]);
      world.wasi.reset();
    }
  });

  it("is asked for when it is read, until there is no more", () => {
    const chunks = ["", "a", "bcd"].map((text) => new TextEncoder().encode(text));
    let asked = 0;
    const world = new World({ stdin: () => chunks[asked++] });
    expect([world.read(0, 2), world.read(0, 2), world.read(0), world.read(0)]).toEqual([
      "a",
      "bc",
      "d",
      "",
    ]);
    expect(asked).toBe(4);
  });

  it("is a misuse of the host's if it is anything else", () => {
    const world = new World({ stdin: (() => "text") as never });
    expect(() => world.read(0)).toThrow(expect.objectContaining({ code: "ERR_OPTION_TYPE" }));
  });

  it("cannot be written, and outputs cannot be read", () => {
    const world = new World();
    expect(world.write(0, "x")).toBe("ENOTCAPABLE");
    expect(world.read(1)).toBe("[ENOTCAPABLE]");
  });
});

describe("reset()", () => {
  it("puts back output, files, clock, random numbers and descriptors", () => {
    const files = memoryFiles({ dir: { kept: "image" }, link: new Symlink("dir/kept") });
    const world = new World({
      clock: { now: 1000, step: 1 },
      random: { seed: 1 },
      mounts: { "/": files },
    });
    const use = () => {
      const bytes = world.room(8);
      world.call("random_get", bytes, 8);
      const seen = [decode(world.bytes.slice(bytes, bytes + 8)), world.contents("link")];
      const fd = world.open("new", { create: true });
      world.put("dir/kept", "changed");
      world.unlink("link");
      world.write(1, "out");
      return [...seen, fd, world.stat("dir/kept"), decode(world.wasi.output().stdout)];
    };
    const first = use();
    world.wasi.reset();
    expect(world.names()).toEqual(["dir", "link"]);
    world.wasi.reset();
    expect(use()).toEqual(first);
    expect(first[1]).toBe("image");
  });
});

describe("dispose()", () => {
  it("closes everything, more than once, and nothing is begun after it", () => {
    const world = new World({ mounts: { "/": memoryFiles({ file: "x" }) } });
    world.wasi.dispose();
    world.wasi.dispose();
    expect(world.call("fd_fdstat_get", 1, 0)).toBe("EBADF");
    expect(world.stat("file")).toBe("EBADF");
    for (const use of [() => world.wasi.reset(), () => world.wasi.bind(world.memory)]) {
      expect(use).toThrow(expect.objectContaining({ code: "ERR_TARGET_DISPOSED" }));
    }
  });
});
