import { describe, expect, it } from "vitest";
import { ArenaMemory } from "../../src/host/arena-memory.ts";
import { nativeHelper } from "../../src/native.ts";

const code = (code: string) => expect.objectContaining({ code });

describe("ArenaMemory", () => {
  it("gives zeroed memory of the size asked for, apart from all other", () => {
    const memory = new ArenaMemory(nativeHelper(), 0);
    const [a, b] = [memory.alloc(100), memory.alloc(memory.checkedSize("1KiB"))];
    a.fill(1);
    expect([a.length, b.length, b.every((byte) => byte === 0)]).toEqual([100, 1024, true]);
    expect([memory.live, memory.held]).toEqual([2, 1124]);
    memory.dispose();
  });

  it("shows nobody what another has written", () => {
    const memory = new ArenaMemory(nativeHelper(), 0);
    for (const bytes of [64, 8192, 2 ** 20]) {
      const first = memory.alloc(bytes).fill(7);
      memory.free(first);
      expect(memory.alloc(bytes).every((byte) => byte === 0)).toBe(true);
    }
    memory.dispose();
  });

  it("counts what is freed, and gives it again", () => {
    const memory = new ArenaMemory(nativeHelper(), 4096);
    for (let n = 0; n < 1000; n++) memory.free(memory.alloc(4096));
    expect([memory.live, memory.held]).toEqual([0, 0]);
    memory.dispose();
  });

  it("holds no more than its limit, and says how much it has", () => {
    const memory = new ArenaMemory(nativeHelper(), 1000);
    const first = memory.alloc(600);
    expect(() => memory.alloc(401)).toThrow(
      expect.objectContaining({
        code: "ERR_MEMORY_LIMIT",
        message: expect.stringContaining("has 600 of 1000"),
      }),
    );
    memory.free(first);
    expect(memory.alloc(1000).length).toBe(1000);
    memory.dispose();
  });

  it("refuses memory that was freed, is another's, or is a part", () => {
    const memory = new ArenaMemory(nativeHelper(), 0);
    const mine = memory.alloc(64);
    expect(() => memory.free(mine.subarray(0, 32))).toThrow(code("ERR_MEMORY_FOREIGN"));
    expect(() => memory.free(Buffer.alloc(64))).toThrow(code("ERR_MEMORY_FOREIGN"));
    expect(() => memory.free(undefined as never)).toThrow(code("ERR_MEMORY_FOREIGN"));
    memory.free(mine);
    expect(() => memory.free(mine)).toThrow(code("ERR_MEMORY_FREED"));
    memory.dispose();
  });

  it("leaves buffers without bytes when it is disposed", () => {
    const memory = new ArenaMemory(nativeHelper(), 0);
    const mine = memory.alloc(64);
    memory.dispose();
    expect(mine.length).toBe(0);
  });

  it.each([0, -1, 1.5, "x", 2 ** 31])("refuses a size of %j", (size) => {
    const memory = new ArenaMemory(nativeHelper(), 0);
    expect(() => memory.checkedSize(size as never)).toThrow(/Expected/);
    memory.dispose();
  });
});
