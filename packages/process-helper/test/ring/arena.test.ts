import { readdirSync, readlinkSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import type { Arena } from "../../src/native.ts";
import { Host, native } from "./host.mjs";

const MIB = 1024 ** 2;
const SMALL = 4096;
const arenas: Arena[] = [];
afterEach(() => {
  for (const { handle } of arenas.splice(0)) native.disposeArena(handle);
});

function create(bytes: number): Arena {
  const arena = native.createArena(bytes);
  arenas.push(arena);
  return arena;
}

/** Descriptors of arenas that are open here. */
function descriptors(): number[] {
  const name = (fd: string) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`);
    } catch {
      return ""; // the one that the folder was read with
    }
  };
  const fds = readdirSync("/proc/self/fd").filter((fd) => name(fd).includes("cofferdam-arena"));
  return fds.map(Number);
}

/** Bytes of memory that are behind the arena. */
function used(): number {
  return statSync(`/proc/self/fd/${descriptors()[0]}`).blocks * 512;
}

function view({ buffer }: Arena, offset: number, bytes: number): Uint8Array {
  return new Uint8Array(buffer, offset, bytes);
}

describe("createArena(bytes)", () => {
  it("makes 4 GiB that cost nothing until they are touched", () => {
    const arena = create(4096 * MIB);
    expect(arena.buffer.byteLength).toBe(4096 * MIB);
    expect(used()).toBe(0);
    const block = native.allocateArena(arena.handle, 4000 * MIB);
    expect(used()).toBeLessThanOrEqual(8192);
    view(arena, block, 4000 * MIB)[3000 * MIB] = 1;
    expect(used()).toBeLessThanOrEqual(4 * MIB); // a huge page at most
  });

  it("throws with the errno when there is no such memory", () => {
    const EINVAL = 22;
    expect(() => native.createArena(2 ** 41)).toThrow(expect.objectContaining({ errno: EINVAL }));
  });

  it("makes memory that whoever has its descriptor maps, and cannot resize", async () => {
    const arena = create(SMALL);
    const [fd = -1] = descriptors();
    const mapped = native.openArena(fd);
    expect(mapped.buffer.byteLength).toBe(SMALL);
    view(arena, 0, 1)[0] = 7;
    expect(new Uint8Array(mapped.buffer)[0]).toBe(7);
    new Uint8Array(mapped.buffer)[1] = 8;
    expect(view(arena, 1, 1)[0]).toBe(8);
  });
});

describe("allocateArena(arena, bytes)", () => {
  it.each([100, 64 * 1024, 10 * MIB + 100])("gives %d zeros where others were", (bytes) => {
    const arena = create(16 * MIB);
    for (const [shift, mark] of [
      [0, 1],
      [64, 2],
      [SMALL, 3],
    ] as const) {
      const before = native.allocateArena(arena.handle, bytes + shift);
      view(arena, before, bytes + shift).fill(mark);
      const neighbour = native.allocateArena(arena.handle, 1); // the last pages are not given back
      expect(native.releaseArena(arena.handle, before)).toBe(true);
      const block = native.allocateArena(arena.handle, bytes);
      expect(block).toBe(before);
      expect(view(arena, block, bytes).every((byte) => byte === 0)).toBe(true);
      for (const at of [block, neighbour]) native.releaseArena(arena.handle, at);
    }
  });

  it("leaves the neighbours of a block alone", () => {
    const arena = create(16 * MIB);
    const sizes = [MIB, 100, 70_000, 3, 2 * MIB, 65_600, 1];
    const blocks = sizes.map((bytes, n) => {
      const at = native.allocateArena(arena.handle, bytes);
      view(arena, at, bytes).fill(n + 1);
      return { bytes, at, mark: n + 1 };
    });
    for (const { at, bytes, mark } of blocks) {
      expect(native.releaseArena(arena.handle, at)).toBe(true);
      const again = native.allocateArena(arena.handle, bytes);
      view(arena, again, bytes).fill(mark);
      for (const other of blocks) {
        expect(view(arena, other.at, other.bytes).every((byte) => byte === other.mark)).toBe(true);
      }
    }
  });

  it("has no room beyond the end", () => {
    const { handle } = create(MIB);
    expect(native.allocateArena(handle, MIB + 1)).toBe(-1);
    const block = native.allocateArena(handle, MIB);
    expect(block).toBe(0);
    expect(native.allocateArena(handle, 1)).toBe(-1);
  });
});

describe("releaseArena(arena, offset)", () => {
  it("gives the memory of large blocks back, and of small ones when all around is free", () => {
    const arena = create(64 * MIB);
    const large = native.allocateArena(arena.handle, 32 * MIB);
    view(arena, large, 32 * MIB).fill(1);
    expect(used()).toBeGreaterThanOrEqual(32 * MIB);
    native.releaseArena(arena.handle, large);
    expect(used()).toBeLessThanOrEqual(MIB);

    const small = Array.from({ length: (32 * MIB) / SMALL }, () => {
      const at = native.allocateArena(arena.handle, SMALL);
      view(arena, at, SMALL).fill(2);
      return at;
    });
    for (const at of small.reverse()) native.releaseArena(arena.handle, at);
    expect(used()).toBeLessThanOrEqual(MIB);
  });

  it("is false where no block starts", () => {
    const { handle } = create(MIB);
    const block = native.allocateArena(handle, 1000);
    expect(native.releaseArena(handle, block + 64)).toBe(false);
    expect(native.releaseArena(handle, block)).toBe(true);
    expect(native.releaseArena(handle, block)).toBe(false);
  });
});

describe("disposeArena(arena)", () => {
  it("detaches the buffer and closes the descriptor, and what uses the arena afterwards throws", () => {
    const arena = create(MIB);
    native.disposeArena(arena.handle);
    native.disposeArena(arena.handle);
    expect(arena.buffer.byteLength).toBe(0);
    expect(descriptors()).toEqual([]);
    const disposed = "The arena has been disposed of.";
    expect(() => native.allocateArena(arena.handle, 1)).toThrow(disposed);
    expect(() => native.releaseArena(arena.handle, 0)).toThrow(disposed);
  });
});

describe("openArena(memory)", () => {
  const script = fileURLToPath(new URL("children/with-arena.mjs", import.meta.url));

  it("maps in two helpers, one after the other, what the host sees", () => {
    const arena = create(MIB);
    const block = native.allocateArena(arena.handle, 100);
    for (const times of [1, 2]) {
      const options = { arena: arena.handle };
      const host = new Host().spawn(process.execPath, [script], options);
      expect(host.call(0, [block, 100])).toMatchObject({ outcome: "ok", slots: [MIB, 0] });
      host.dispose();
      expect([...view(arena, block, 101)]).toEqual([...Array(100).fill(times), 0]);
    }
  });

  it("maps in two helpers at the same time what both see", () => {
    const arena = create(MIB);
    const block = native.allocateArena(arena.handle, 100);
    const lanes = [1, 2].map(() =>
      new Host().spawn(process.execPath, [script], { arena: arena.handle }),
    );
    for (const host of [...lanes, ...lanes]) expect(host.call(0, [block, 1]).outcome).toBe("ok");
    for (const host of lanes) host.dispose();
    expect(view(arena, block, 1)[0]).toBe(4);
  });

  it("throws when there is none", () => {
    const EPROTO = 71;
    const failure = expect.objectContaining({ errno: EPROTO });
    expect(() => native.openArena(0)).toThrow(failure);
  });
});
