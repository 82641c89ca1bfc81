import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { describe, expect, it } from "vitest";
import { createWasi } from "../../../src/wasi/create-wasi.ts";
import { hostFiles } from "../../../src/wasi/host-files/host-files.ts";
import { checkPlatform } from "../../../src/wasi/host-files/host-mount.ts";
import { hostFolder } from "../trees.ts";
import { World } from "../world.ts";

describe("hostFiles(path, options)", () => {
  it.each<[string, () => unknown, string]>([
    ["an unknown option", () => hostFiles("/tmp", { write: true } as never), "ERR_OPTION_RANGE"],
    ["an unknown mode", () => hostFiles("/tmp", { mode: "w" as never }), "ERR_OPTION_RANGE"],
    ["no size", () => hostFiles("/tmp", { quota: -1 }), "ERR_OPTION_RANGE"],
    ["no path", () => hostFiles(1 as never), "ERR_OPTION_TYPE"],
    ["nothing there", () => hostFiles("/no/such/place"), "ERR_OPTION_RANGE"],
    ["a device", () => hostFiles("/dev/null"), "ERR_OPTION_RANGE"],
    ["another platform", () => checkPlatform("darwin"), "ERR_UNSUPPORTED_PLATFORM"],
  ])("refuses %s", (_, make, code) => {
    expect(make).toThrow(expect.objectContaining({ code }));
  });

  it("names what is missing elsewhere, and a way out", () => {
    expect(() => checkPlatform("win32")).toThrow(/win32: .*\/proc\/self\/fd.*memoryFiles\(\)/);
  });

  it("is read-only if nothing else is said", () => {
    const { root } = hostFolder();
    const world = new World({ mounts: { "/": hostFiles(root) } });
    expect(world.mkdir("x")).toBe("EROFS");
    world.wasi.dispose();
  });

  it("can be mounted many times, each with a quota of its own", () => {
    const { root } = hostFolder();
    const mount = hostFiles(root, { mode: "rw", quota: "8KiB" });
    const worlds = [1, 2, 3].map(() => new World({ mounts: { "/": mount } }));
    const outcomes = worlds.map((world, i) => [world.mkdir(`a${i}`), world.mkdir(`b${i}`)]);
    expect(outcomes.flat()).toEqual(Array(6).fill("ESUCCESS"));
    expect(worlds[0]?.mkdir("c")).toBe("EDQUOT");
    worlds[0]?.wasi.reset();
    expect(worlds[0]?.mkdir("c")).toBe("EDQUOT"); // what was made is still there
    for (const world of worlds) world.wasi.dispose();
  });

  it("is an error where it was taken away meanwhile, and nothing stays open", () => {
    const { root } = hostFolder();
    mkdirSync(join(root, "gone"));
    const [kept, gone] = [hostFiles(root), hostFiles(join(root, "gone"))];
    rmSync(join(root, "gone"), { recursive: true });
    const before = readdirSync("/proc/self/fd").length;
    expect(() => createWasi({ mounts: { "/": kept, "/gone": gone } })).toThrow(
      expect.objectContaining({ code: "ERR_OPTION_RANGE" }),
    );
    writeFileSync(join(root, "gone"), "a file now");
    expect(() => createWasi({ mounts: { "/": kept, "/gone": gone } })).toThrow(
      expect.objectContaining({ code: "ERR_OPTION_RANGE" }),
    );
    expect(readdirSync("/proc/self/fd").length).toBe(before);
  });

  it("gives a guest the same file under every name, by its own numbers", () => {
    const { root } = hostFolder();
    writeFileSync(join(root, "a"), "x");
    const world = new World({ mounts: { "/": hostFiles(root, { mode: "rw" }) } });
    expect(world.link("a", "b")).toBe("ESUCCESS");
    expect(world.stat("a")).toEqual(world.stat("b"));
    world.wasi.dispose();
  });

  it("leaves no descriptor behind in a worker, and no warning, also when that is terminated", async () => {
    const { root } = hostFolder();
    writeFileSync(join(root, "file"), "x");
    mkdirSync(join(root, "a/b"), { recursive: true });
    const before = readdirSync("/proc/self/fd").length;
    const entry = new URL("../../../dist/wasi/", import.meta.url).href;
    const worker = new Worker(
      `const { parentPort, workerData } = require("node:worker_threads");
      process.on("warning", ({ message }) => parentPort.postMessage(message));
      (async () => {
        const { createWasi } = await import(workerData.entry + "create-wasi.js");
        const { hostFiles } = await import(workerData.entry + "host-files/host-files.js");
        const memory = new WebAssembly.Memory({ initial: 1 });
        const bytes = Buffer.from(memory.buffer);
        const wasi = createWasi({ mounts: { "/": hostFiles(workerData.root) } });
        wasi.bind(memory);
        for (const path of ["file", "a/b", "a/b/../../file"]) {
          bytes.write(path, 100);
          const open = () => wasi.imports.path_open(3, 1, 100, path.length, 0, 0n, 0n, 0, 200);
          if (open() !== 0) parentPort.postMessage("cannot open " + path);
          wasi.imports.fd_close(bytes.readUInt32LE(200));
          open(); // and stays open
        }
        setTimeout(() => parentPort.postMessage("ready"), 20);
        setInterval(() => {}, 1000);
      })();`,
      { eval: true, workerData: { entry, root } },
    );
    const said = await new Promise((resolve) => worker.once("message", resolve));
    await worker.terminate();
    expect(said).toBe("ready");
    expect(readdirSync("/proc/self/fd").length).toBe(before);
    expect(readFileSync(join(root, "file"), "utf8")).toBe("x");
  });
});
