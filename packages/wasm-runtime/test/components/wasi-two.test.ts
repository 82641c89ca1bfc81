import { describe, expect, it } from "vitest";
import { MAX_RESOURCES } from "../../src/components/limits.ts";
import type { Descriptor } from "../../src/components/wasi/descriptor.ts";
import type { Pollable } from "../../src/components/wasi/pollable.ts";
import type { InputStream, OutputStream } from "../../src/components/wasi/streams.ts";
import { WasiTwo } from "../../src/components/wasi/wasi-two.ts";
import { memoryFiles, Symlink, type WasiOptions } from "../../src/index.ts";
import { MAX_DESCRIPTORS } from "../../src/wasi/limits.ts";

// biome-ignore lint/suspicious/noExplicitAny: the functions of many interfaces, as the glue calls them
type Functions = Record<string, any>;

function worldOf(options: WasiOptions = {}) {
  const wasi = new WasiTwo({ clock: { now: 5_000_000 }, ...options });
  const get = (name: string): Functions => wasi.interfaces[`wasi:${name}`] as Functions;
  const stdin = () => get("cli/stdin").getStdin() as InputStream;
  const stdout = () => get("cli/stdout").getStdout() as OutputStream;
  return { wasi, get, stdin, stdout };
}

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const bytes = (value: string) => new TextEncoder().encode(value);
const thrownBy = (act: () => unknown): unknown => {
  try {
    act();
  } catch (thrown) {
    return thrown;
  }
  return "nothing was thrown";
};

describe("wasi:io/streams", () => {
  it("reads as much as there is and was asked for, and is closed at the end", () => {
    const stream = worldOf({ stdin: "some text" }).stdin();
    expect([stream.read(0n).length, text(stream.read(4n)), stream.skip(1n)]).toEqual([
      0,
      "some",
      1n,
    ]);
    expect(text(stream.blockingRead(2n ** 64n - 1n))).toBe("text");
    expect(thrownBy(() => stream.read(1n))).toEqual({ tag: "closed" });
    expect(thrownBy(() => stream.blockingSkip(1n))).toEqual({ tag: "closed" });
  });

  it("gives bytes whose buffer is theirs alone: the glue copies all of it", () => {
    const read = worldOf({ stdin: "abc" }).stdin().read(100n);
    expect(read.buffer.byteLength).toBe(3);
  });

  it("writes, also zeroes, and what another stream reads", () => {
    const { wasi, stdin, stdout } = worldOf({ stdin: "in" });
    const [from, to] = [stdin(), stdout()];
    expect(to.checkWrite()).toBeGreaterThan(4096n);
    to.write(bytes("a"));
    to.blockingWriteAndFlush(bytes("b"));
    to.writeZeroes(2n);
    to.blockingWriteZeroesAndFlush(1n);
    expect([to.splice(from, 1n), to.blockingSplice(from, 9n)]).toEqual([1n, 1n]);
    expect(wasi.takeOutput().stdout).toBe("ab\0\0\0in");
  });

  it("traps a guest that writes more zeroes than were permitted", () => {
    expect(() =>
      worldOf()
        .stdout()
        .writeZeroes(2n ** 40n),
    ).toThrow(WebAssembly.RuntimeError);
  });

  it("tells of a file's refusal by an error, whose code is to be had", () => {
    const { get } = worldOf({ mounts: { "/": memoryFiles({ "a.txt": "" }, { quota: 4 }) } });
    const file = openAt(rootOf(get), "a.txt", {}, { write: true });
    const stream = file.writeViaStream(0n);
    const { tag, val } = thrownBy(() => stream.write(bytes("too long"))) as Functions;
    expect([tag, get("filesystem/types").filesystemErrorCode(val)]).toEqual([
      "last-operation-failed",
      "insufficient-space",
    ]);
    expect(val.toDebugString()).toBe("insufficient-space");
  });
});

describe("wasi:io/poll", () => {
  it("is ready at once for streams, and for time when it has come", () => {
    const { get, stdin } = worldOf();
    const clock = get("clocks/monotonic-clock");
    const [now, later]: Pollable[] = [stdin().subscribe(), clock.subscribeDuration(2_000_000n)];
    expect([now?.ready(), later?.ready()]).toEqual([true, false]);
    later?.block();
    expect([later?.ready(), clock.now()]).toEqual([true, 2_000_000n]);
  });

  it("waits for the first of many, and says which", () => {
    const { get } = worldOf();
    const clock = get("clocks/monotonic-clock");
    const all = [30n, 10n, 10n, 20n].map((due) => clock.subscribeInstant(due * 1_000_000n));
    expect([...get("io/poll").poll(all)]).toEqual([1, 2]);
    expect(clock.now()).toBe(10_000_000n);
    expect([...get("io/poll").poll(all)]).toEqual([1, 2]);
  });

  it("traps a guest that waits for nothing", () => {
    expect(() => worldOf().get("io/poll").poll([])).toThrow(WebAssembly.RuntimeError);
  });
});

describe("wasi:clocks, wasi:random and wasi:cli", () => {
  it("tell the time of the clock that was given", () => {
    const { get } = worldOf({ clock: { now: 1123.5 } });
    expect(get("clocks/wall-clock").now()).toEqual({
      seconds: 1n,
      nanoseconds: 123_500_000,
    });
    expect(get("clocks/wall-clock").resolution()).toEqual({ seconds: 0n, nanoseconds: 1 });
    expect(get("clocks/monotonic-clock").resolution()).toBe(1n);
  });

  it("give random numbers of one source, and not as many as to fill the host", () => {
    const [one, two] = [worldOf({ random: { seed: 1 } }), worldOf({ random: { seed: 1 } })];
    expect(one.get("random/random").getRandomU64()).toBe(
      two.get("random/insecure").getInsecureRandomU64(),
    );
    expect(one.get("random/insecure-seed").insecureSeed()).toEqual([
      two.get("random/random").getRandomU64(),
      two.get("random/random").getRandomU64(),
    ]);
    expect(one.get("random/random").getRandomBytes(70_000n)).toHaveLength(70_000);
    expect(() => one.get("random/random").getRandomBytes(2n ** 40n)).toThrow(
      expect.objectContaining({ fault: expect.objectContaining({ kind: "violation" }) }),
    );
  });

  it("tell arguments and variables, and end the guest with a code", () => {
    const { get } = worldOf({ args: ["me", "ünï"], env: { A: "b=c" } });
    const { getArguments, getEnvironment, initialCwd } = get("cli/environment");
    expect([getArguments(), getEnvironment(), initialCwd()]).toEqual([
      ["me", "ünï"],
      [["A", "b=c"]],
      undefined,
    ]);
    const { exit, exitWithCode } = get("cli/exit");
    expect(thrownBy(() => exit({ tag: "ok" }))).toMatchObject({ exitCode: 0 });
    expect(thrownBy(() => exit({ tag: "err" }))).toMatchObject({ exitCode: 1 });
    expect(thrownBy(() => exitWithCode(7))).toMatchObject({ exitCode: 7 });
    expect(get("cli/terminal-stdout").getTerminalStdout()).toBeUndefined();
  });
});

function rootOf(get: (name: string) => Functions): Descriptor {
  return get("filesystem/preopens").getDirectories()[0][0];
}

function openAt(from: Descriptor, path: string, open: object = {}, flags: object = { read: true }) {
  return from.openAt({ symlinkFollow: true }, path, open, flags);
}

function openRoot(tree: Parameters<typeof memoryFiles>[0] = {}, mode?: "ro") {
  const files = memoryFiles(tree, mode === undefined ? {} : { mode });
  const world = worldOf({ mounts: { "/data": files } });
  return { ...world, root: rootOf(world.get) };
}

describe("wasi:filesystem", () => {
  it("has a descriptor for each mount, by the guest's path", () => {
    const { get } = worldOf({ mounts: { "/a": memoryFiles({}), "/b/c": memoryFiles({}) } });
    const preopens = get("filesystem/preopens").getDirectories() as [Descriptor, string][];
    expect(preopens.map(([, path]) => path)).toEqual(["/a", "/b/c"]);
    expect(preopens.map(([each]) => each.getType())).toEqual(["directory", "directory"]);
    expect(preopens[0]?.[0].isSameObject(preopens[1]?.[0] as Descriptor)).toBe(false);
    expect(preopens[0]?.[0].isSameObject(rootOf(get))).toBe(true);
  });

  it("reads and writes at places, and by streams that begin there", () => {
    const { root } = openRoot({ "a.txt": "0123456789" });
    const file = openAt(root, "a.txt", {}, { read: true, write: true });
    expect([text(file.read(3n, 2n)[0]), file.read(3n, 2n)[1]]).toEqual(["234", false]);
    expect(file.read(1n, 10n)).toEqual([new Uint8Array(0), true]);
    expect(file.write(bytes("AB"), 1n)).toBe(2n);
    file.appendViaStream().write(bytes("!"));
    const writer = file.writeViaStream(8n);
    writer.write(bytes("X"));
    writer.write(bytes("Y"));
    const reader = file.readViaStream(1n);
    expect([text(reader.read(2n)), text(reader.read(100n))]).toEqual(["AB", "34567XY!"]);
    file.setSize(2n);
    file.sync();
    expect(file.stat()).toMatchObject({ type: "regular-file", size: 2n, linkCount: 1n });
  });

  it("keeps a file open for its streams when its descriptor is dropped", () => {
    const { root } = openRoot({ "a.txt": "text" });
    const file = openAt(root, "a.txt");
    const stream = file.readViaStream(0n);
    file[Symbol.dispose]();
    expect(text(stream.read(9n))).toBe("text");
  });

  it("makes, lists, links, renames and removes", () => {
    const { root } = openRoot({ "a.txt": "a" });
    root.createDirectoryAt("folder");
    root.linkAt({}, "a.txt", root, "folder/b.txt");
    root.symlinkAt("b.txt", "folder/link");
    root.renameAt("a.txt", root, "folder/c.txt");
    const entries = [];
    const stream = openAt(root, "folder").readDirectory();
    for (let each = stream.readDirectoryEntry(); each; each = stream.readDirectoryEntry())
      entries.push(each);
    expect(entries.sort((a, b) => (a.name < b.name ? -1 : 1))).toEqual([
      { type: "regular-file", name: "b.txt" },
      { type: "regular-file", name: "c.txt" },
      { type: "symbolic-link", name: "link" },
    ]);
    expect(root.readlinkAt("folder/link")).toBe("b.txt");
    expect(root.statAt({}, "folder/link").type).toBe("symbolic-link");
    expect(root.statAt({ symlinkFollow: true }, "folder/link")).toMatchObject({
      size: 1n,
      linkCount: 2n,
    });
    expect(root.metadataHashAt({}, "folder/b.txt")).toEqual(
      root.metadataHashAt({}, "folder/c.txt"),
    );
    for (const name of ["b.txt", "c.txt", "link"]) root.unlinkFileAt(`folder/${name}`);
    root.removeDirectoryAt("folder");
    expect(thrownBy(() => root.statAt({}, "folder"))).toBe("no-entry");
  });

  it("sets times, to now or to what is said", () => {
    const { root } = openRoot({ "a.txt": "a" });
    const at = { tag: "timestamp", val: { seconds: 9n, nanoseconds: 1 } } as const;
    root.setTimesAt({}, "a.txt", at, { tag: "now" });
    expect(root.statAt({}, "a.txt")).toMatchObject({
      dataAccessTimestamp: { seconds: 9n, nanoseconds: 1 },
      dataModificationTimestamp: { seconds: 5000n, nanoseconds: 0 },
    });
    const file = openAt(root, "a.txt");
    file.setTimes({ tag: "no-change" }, at);
    expect(file.stat()).toMatchObject({
      dataModificationTimestamp: { seconds: 9n, nanoseconds: 1 },
    });
  });

  it("refuses by the codes of WASI what cannot be", () => {
    const { root } = openRoot({ "a.txt": "a", folder: {}, up: new Symlink("..") });
    const codes = [
      () => openAt(root, "missing"),
      () => openAt(root, "a.txt", { directory: true }),
      () => openAt(root, "a.txt", { create: true, exclusive: true }),
      () => openAt(root, "../secret"),
      () => openAt(root, "up/secret"),
      () => openAt(root, "/a.txt"),
      () => openAt(root, "x".repeat(300)),
      () => openAt(root, "a.txt").write(bytes("x"), 0n),
      () => openAt(root, "a.txt", {}, {}).read(1n, 0n),
      () => openAt(root, "folder").read(1n, 0n),
      () => openAt(root, "a.txt").readDirectory(),
      () => root.symlinkAt("/etc/passwd", "link"),
      () => root.removeDirectoryAt("a.txt"),
    ].map(thrownBy);
    expect(codes).toEqual([
      "no-entry",
      "not-directory",
      "exist",
      "not-permitted",
      "not-permitted",
      "not-permitted",
      "name-too-long",
      "bad-descriptor",
      "bad-descriptor",
      "is-directory",
      "not-directory",
      "not-permitted",
      "not-directory",
    ]);
  });

  it("changes nothing of a mount that is to be read", () => {
    const { root } = openRoot({ "a.txt": "a" }, "ro");
    const changes = [
      () => openAt(root, "b.txt", { create: true }, { write: true }),
      () => openAt(root, "a.txt", { truncate: true }, { read: true }),
      () => openAt(root, "a.txt", {}, { write: true }),
      () => root.createDirectoryAt("folder"),
      () => root.unlinkFileAt("a.txt"),
      () => root.renameAt("a.txt", root, "b.txt"),
      () => root.setTimesAt({}, "a.txt", { tag: "now" }, { tag: "now" }),
    ];
    expect(changes.map(thrownBy)).toEqual(changes.map(() => "read-only"));
    expect(text(openAt(root, "a.txt").read(9n, 0n)[0])).toBe("a");
  });
});

describe("what a guest holds of its world", () => {
  it("is no more than it may, and is given back when it is dropped", () => {
    const { stdin } = worldOf();
    const held = Array.from({ length: MAX_RESOURCES }, stdin);
    expect(stdin).toThrow(
      expect.objectContaining({ fault: expect.objectContaining({ kind: "violation" }) }),
    );
    held[0]?.[Symbol.dispose]();
    held[0]?.[Symbol.dispose]();
    expect(stdin).not.toThrow();
    expect(stdin).toThrow();
  });

  it("is so many files and no more, streams of a file counted with it", () => {
    const { root } = openRoot({ "a.txt": "a" });
    const files = Array.from({ length: MAX_DESCRIPTORS - 1 }, () => openAt(root, "a.txt"));
    expect(thrownBy(() => openAt(root, "a.txt"))).toBe("insufficient-memory");
    const stream = files[0]?.readViaStream(0n);
    files[0]?.[Symbol.dispose]();
    expect(thrownBy(() => openAt(root, "a.txt"))).toBe("insufficient-memory");
    stream?.[Symbol.dispose]();
    expect(() => openAt(root, "a.txt")).not.toThrow();
  });

  it("ends with a reset, and everything is as it was", () => {
    const { wasi, root, get } = openRoot({ "a.txt": "a" });
    openAt(root, "a.txt", { truncate: true }, { write: true });
    wasi.reset();
    expect(text(openAt(rootOf(get), "a.txt").read(9n, 0n)[0])).toBe("a");
  });
});
