import { describe, expect, it } from "vitest";
import { createWasi } from "../../src/wasi/create-wasi.ts";
import { memoryFiles } from "../../src/wasi/memory-files/memory-files.ts";
import { compile, hasToolchain, run, runIn } from "./c-guest.ts";
import { kinds, treeOf } from "./trees.ts";

describe.runIf(hasToolchain)("guests in C", () => {
  const files = hasToolchain ? compile("files") : (undefined as never);
  const program = hasToolchain ? compile("process") : (undefined as never);

  it.each(kinds)("find files that are as they expect, %s", (kind) => {
    const { exitCode, stdout } = run(files, { mounts: { "/": treeOf(kind) } });
    expect(stdout.trim().split("\n")).toEqual([
      "chdir: done",
      "mkdir: done",
      "first LINE",
      "at 11",
      "stat: done",
      "size 23, a file: 1",
      "symlink: done",
      "readlink: done",
      "lstat: done",
      "a link: 1",
      "link: done",
      "rename: done",
      "truncate: done",
      "dir/link: first",
      "dir/other: first",
      "dir: file link other",
      "unlink: done",
      "dir/link: No such file or directory",
      "rmdir: Directory not empty",
      "create again: File exists",
      "access: done",
      ".: dir",
      "opendir none: No such file or directory",
    ]);
    expect(exitCode).toBe(0);
  });

  it("find them below the longest path that fits", () => {
    const mounts = { "/": memoryFiles(), "/data/deep": memoryFiles(), "/data": memoryFiles() };
    const { stdout } = run(files, { args: ["files", "/data/deep"], mounts });
    expect(stdout).toContain(".: dir\n");
  });

  it("get arguments, environment and input, and no terminal", () => {
    const { stdout, stderr } = run(program, {
      args: ["program", "echo", "", "ä b"],
      env: { NAME: "välue" },
      stdin: "one\ntwo\n",
    });
    expect(stdout).toBe("[program][echo][][ä b] välue\n> one\n> two\n");
    expect(stderr).toBe("a terminal: 0\n");
  });

  it.each([0, 1, 42, 255])("end with the code %d", (code) => {
    expect(run(program, { args: ["program", String(code)] }).exitCode).toBe(code);
  });

  it("that abort are a trap and no exit", () => {
    expect(() => run(program, { args: ["program", "abort"] })).toThrow(WebAssembly.RuntimeError);
  });

  it("sleep in a virtual time as long as they like, and at once", () => {
    const clock = { now: 1_700_000_000_000 };
    const began = performance.now();
    const { stdout } = run(program, { args: ["program", "sleep"], clock });
    expect(stdout).toBe("500 ms at 1700000000\n");
    expect(performance.now() - began).toBeLessThan(400);
  });

  it("get the same random numbers for a seed", () => {
    const options = { args: ["program", "random"], random: { seed: "x" } };
    expect(run(program, options).stdout).toBe(run(program, options).stdout);
    const real = { args: ["program", "random"] };
    expect(run(program, real).stdout).not.toBe(run(program, real).stdout);
  });

  it("write on when their output is full", () => {
    const wasi = createWasi({ args: ["program", "flood"], stdout: { limit: "1KiB" } });
    const { exitCode, stdout } = runIn(wasi, program);
    expect([exitCode, stdout.length, wasi.output().stdoutTruncated]).toEqual([0, 1024, true]);
  });

  it("run again after a reset, as if for the first time", () => {
    const wasi = createWasi({ mounts: { "/": memoryFiles() } });
    const first = runIn(wasi, files);
    wasi.reset();
    expect(runIn(wasi, files)).toEqual(first);
  });
});
