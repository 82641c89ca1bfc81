import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type FunctionName, signatures } from "../../src/wasi/abi/signatures.ts";
import { memoryFiles } from "../../src/wasi/memory-files/memory-files.ts";
import { World, WRITE } from "./world.ts";

const names = Object.keys(signatures) as FunctionName[];
const END = 4 * 65_536;
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

/** Calls that do something, and which of their arguments are pointers, or lengths of what one leads to. */
function honestCalls(world: World): readonly (readonly [FunctionName, unknown[], number[]])[] {
  const at = () => world.room(64);
  const list = world.iovec(at(), 4);
  const subscription = world.room(48);
  return [
    ["args_get", [at(), at()], [0, 1]],
    ["args_sizes_get", [at(), at()], [0, 1]],
    ["environ_get", [at(), at()], [0, 1]],
    ["environ_sizes_get", [at(), at()], [0, 1]],
    ["clock_res_get", [0, at()], [1]],
    ["clock_time_get", [0, 0n, at()], [2]],
    ["fd_fdstat_get", [FILE, at()], [1]],
    ["fd_filestat_get", [FILE, at()], [1]],
    ["fd_pread", [FILE, list, 1, 0n, at()], [1, 4]],
    ["fd_prestat_get", [3, at()], [1]],
    ["fd_prestat_dir_name", [3, at(), 1], [1]],
    ["fd_pwrite", [FILE, list, 1, 0n, at()], [1, 4]],
    ["fd_read", [FILE, list, 1, at()], [1, 3]],
    ["fd_readdir", [3, at(), 64, 0n, at()], [1, 2, 4]],
    ["fd_seek", [FILE, 0n, 0, at()], [3]],
    ["fd_tell", [FILE, at()], [1]],
    ["fd_write", [FILE, list, 1, at()], [1, 3]],
    ["path_create_directory", [3, ...world.text("new")], [1, 2]],
    ["path_filestat_get", [3, 0, ...world.text("file"), at()], [2, 3, 4]],
    ["path_filestat_set_times", [3, 0, ...world.text("file"), 0n, 0n, 1], [2, 3]],
    ["path_link", [3, 0, ...world.text("file"), 3, ...world.text("again")], [2, 3, 5, 6]],
    ["path_open", [3, 0, ...world.text("file"), 0, 0n, 0n, 0, at()], [2, 3, 8]],
    ["path_symlink", [...world.text("file"), 3, ...world.text("link")], [0, 1, 3, 4]],
    ["path_readlink", [3, ...world.text("link"), at(), 4, at()], [1, 2, 3, 4, 5]],
    ["path_rename", [3, ...world.text("again"), 3, ...world.text("renamed")], [1, 2, 4, 5]],
    ["path_unlink_file", [3, ...world.text("renamed")], [1, 2]],
    ["path_remove_directory", [3, ...world.text("new")], [1, 2]],
    ["poll_oneoff", [subscription, at(), 1, at()], [0, 1, 3]],
    ["random_get", [at(), 16], [0, 1]],
  ];
}

describe("pointers that lie", () => {
  it("are answered EFAULT in every place of every function, and nothing is done", () => {
    const world = createWorld();
    const kept: string[] = [];
    for (const [name, args, pointers] of honestCalls(world)) {
      for (const index of pointers) {
        for (const lie of [END, 2 ** 31, 2 ** 32 - 1, -1, -(2 ** 31)]) {
          const lying = args.with(index, lie);
          expect(world.call(name, ...lying), `${name}(${lying})`).toBe("EFAULT");
        }
      }
      expect(world.call(name, ...args), name).toBe("ESUCCESS"); // what came before did nothing
      kept.push(name);
    }
    expect(world.names()).toEqual(["dir", "file", "link"]);
    expect(kept).toHaveLength(29);
  });

  it("may come close to the end of memory, and no closer than what they lead to", () => {
    const world = createWorld();
    for (const [name, size] of [
      ["fd_filestat_get", 64],
      ["fd_fdstat_get", 24],
      ["fd_tell", 8],
    ] as const) {
      expect(world.call(name, FILE, END - size)).toBe("ESUCCESS");
      expect(world.call(name, FILE, END - size + 1)).toBe("EFAULT");
    }
  });

  it("in a list of buffers are found before anything is moved", () => {
    const world = createWorld();
    const list = world.room(16);
    const result = world.room(8);
    const put = (second: [number, number]) =>
      [world.room(16), 4, ...second].forEach((word, i) => {
        world.view.setUint32(list + 4 * i, word, true);
      });
    for (const second of [
      [END, 1],
      [0, END + 1],
      [END - 1, 2],
      [2 ** 32 - 1, 2 ** 32 - 1],
    ] as const) {
      put([...second]);
      for (const name of ["fd_write", "fd_read"] as const) {
        expect(world.call(name, FILE, list, 2, result)).toBe("EFAULT");
      }
    }
    expect(world.contents("file")).toBe("text");
    expect(world.call("fd_write", FILE, list, 1025, result)).toBe("EINVAL");
    expect(world.call("fd_write", FILE, END - 8, 2, result)).toBe("EFAULT");
    expect(world.call("fd_write", FILE, list, 2 ** 29, result)).toBe("EINVAL"); // 2^32 bytes of list
  });

  it("lead nowhere before there is memory, and after it is gone", () => {
    const world = createWorld();
    world.wasi.dispose();
    for (const [name, args, pointers] of honestCalls(createWorld())) {
      if (pointers.length > 0) expect(["EFAULT", "EBADF"]).toContain(world.call(name, ...args));
    }
  });

  it("are looked up in the memory that grew", () => {
    const world = createWorld();
    expect(world.call("random_get", END, 8)).toBe("EFAULT");
    world.memory.grow(1);
    expect(world.call("random_get", END, 8)).toBe("ESUCCESS");
    expect(world.call("random_get", END + 65_536 - 4, 8)).toBe("EFAULT");
  });

  it("lead into shared memory as well, and into what it grew by", () => {
    const world = createWorld();
    const shared = new WebAssembly.Memory({ initial: 1, maximum: 3, shared: true });
    world.wasi.bind(shared);
    expect(world.call("random_get", 65_536, 8)).toBe("EFAULT");
    shared.grow(1);
    expect(world.call("random_get", 65_536, 8)).toBe("ESUCCESS");
    new Uint8Array(shared.buffer).set(new TextEncoder().encode("file"));
    expect(world.call("path_filestat_get", 3, 0, 0, 4, 64)).toBe("ESUCCESS");
    expect(new DataView(shared.buffer).getBigUint64(64 + 32, true)).toBe(4n);
  });
});

describe("any arguments", () => {
  const i32 = fc.oneof(
    fc.constantFrom(0, 1, 2, 3, 4, 5, 8, 1024, END - 8, END - 1, END, 2 ** 31 - 1, -1, -8),
    fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  );
  const i64 = fc.oneof(
    fc.constantFrom(0n, 1n, -1n, 2n ** 63n - 1n, -(2n ** 63n), 2n ** 53n),
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  );
  const call = fc
    .constantFrom(...names.filter((name) => name !== "proc_exit"))
    .chain((name) =>
      fc.tuple(
        fc.constant(name),
        fc.tuple(...[...signatures[name]].map((type) => (type === "i" ? i32 : i64))),
      ),
    );

  it("of any of the 46 functions are answered with an errno", () => {
    expect(names).toHaveLength(46);
    fc.assert(
      fc.property(
        fc.array(call, { maxLength: 30 }),
        fc.uint8Array({ minLength: 64 }),
        (calls, bytes) => {
          const world = createWorld();
          for (let at = 0; at < 4096; at += bytes.length) world.bytes.set(bytes, at);
          for (const [name, args] of calls) expect(world.call(name, ...args)).toMatch(/^E/);
          world.wasi.dispose();
        },
      ),
      { numRuns: 300 },
    );
  });

  it("of types that the guest made up are answered EINVAL", () => {
    const world = createWorld();
    for (const name of names) {
      const { length } = signatures[name];
      for (const odd of [undefined, null, {}, "1", Symbol("x"), () => 1]) {
        if (length > 0) expect(world.call(name, ...Array(length).fill(odd)), name).toBe("EINVAL");
      }
      if (length > 0) expect(world.call(name), name).toBe("EINVAL");
      const swapped = [...signatures[name]].map((type) => (type === "i" ? 1n : 1));
      if (length > 0) expect(world.call(name, ...swapped), name).toBe("EINVAL");
      for (let at = 0; at < length; at++) {
        const honest: unknown[] = [...signatures[name]].map((type) => (type === "i" ? 0 : 0n));
        for (const odd of [undefined, null, {}, "0", Symbol("x"), swapped[at]]) {
          expect(world.call(name, ...honest.with(at, odd)), name).toBe("EINVAL");
        }
      }
    }
  });
});
