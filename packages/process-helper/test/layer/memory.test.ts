import { describe, expect, it } from "vitest";
import { code, openIn, openLab } from "./lab.js";
import { lists } from "./lists.js";

const FILL = "int fill(uint8_t *bytes, int count, int value)";

describe.each(lists)("memory that a library in [%s] is lent", (_name, layers) => {
  const lab = openIn(layers({ timeout: 0 }));

  it("comes back as the library left it", () => {
    const bytes = Buffer.alloc(100, 1);
    lab.func(FILL)(bytes.subarray(10, 20), 10, 7);
    expect(
      bytes.equals(Buffer.concat([Buffer.alloc(10, 1), Buffer.alloc(10, 7), Buffer.alloc(80, 1)])),
    ).toBe(true);
  });

  it("does not come back where the declaration says const", () => {
    const bytes = Buffer.alloc(100, 1);
    lab.func("int spoil(const uint8_t *bytes, int count)")(bytes, 100);
    expect(bytes.equals(Buffer.alloc(100, 1))).toBe(true);
  });

  it("is one memory where views overlap", () => {
    const bytes = Buffer.alloc(8);
    const write = lab.func("int write_both(uint8_t *a, uint8_t *b)");
    expect(write(bytes, bytes.subarray(2))).toBe(5);
    expect([...bytes]).toEqual([0, 0, 5, 6, 0, 0, 0, 0]);
  });
});

describe("alloc(bytes)", () => {
  it("gives memory that the library writes into, and the host sees it", async () => {
    using lab = openLab();
    const fill = lab.func(FILL);
    const memory = lab.alloc(1024 ** 2);
    fill(memory, memory.length, 7);
    expect(memory.equals(Buffer.alloc(memory.length, 7))).toBe(true);
    await fill.async(memory.subarray(5, 10), 5, 9);
    expect([...memory.subarray(4, 11)]).toEqual([7, 9, 9, 9, 9, 9, 7]);
    memory.fill(1);
    expect(lab.func("int sum(const uint8_t *bytes, int count)")(memory, 1000)).toBe(1000);
  });

  it("gives memory that the next helper has too", () => {
    using lab = openLab();
    const memory = lab.alloc(16);
    lab.func(FILL)(memory, 16, 3);
    expect(() => lab.func("void die(int code)")(1)).toThrow(code("ERR_ISOLATION_EXIT") as Error);
    expect(lab.func("int sum(const uint8_t *bytes, int count)")(memory, 16)).toBe(48);
  });

  it("is counted, up to `memoryLimit`", () => {
    using lab = openLab({ memoryLimit: 4096 });
    const memory = lab.alloc(3000);
    expect(lab.status()).toMatchObject({ liveAllocs: 1, helper: { allocatedBytes: 3000 } });
    expect(() => lab.alloc(2000)).toThrow(code("ERR_MEMORY_LIMIT") as Error);
    lab.free(memory);
    expect(lab.status()).toMatchObject({ liveAllocs: 0, helper: { allocatedBytes: 0 } });
    lab.free(lab.alloc(2000));
  });
});

describe("free(memory)", () => {
  it("refuses what was freed, and what `alloc` did not give", () => {
    using lab = openLab();
    const memory = lab.alloc(10);
    expect(() => lab.free(memory.subarray(1))).toThrow(code("ERR_MEMORY_FOREIGN") as Error);
    expect(() => lab.free(Buffer.alloc(10))).toThrow(code("ERR_MEMORY_FOREIGN") as Error);
    lab.free(memory);
    expect(() => lab.free(memory)).toThrow(code("ERR_MEMORY_FREED") as Error);
  });
});

describe("symbol(name), variable(name, type), decode(pointer, type) and encode(pointer, type, value)", () => {
  it("are of the helper's memory", () => {
    using lab = openLab();
    const version = lab.variable("version", "int");
    expect(version.get()).toBe(7);
    version.set(8);
    expect(lab.decode(lab.symbol("version"), "int")).toBe(8);
    lab.encode(version.address, "int", 9);
    expect(version.get()).toBe(9);
  });

  it("refuse a name that the library does not have, and a type that nobody declared", () => {
    using lab = openLab();
    expect(() => lab.symbol("nowhere")).toThrow(code("ERR_SYMBOL_NOT_FOUND") as Error);
    expect(() => lab.variable("version", "Nothing")).toThrow(
      code("ERR_PROTOTYPE_INVALID") as Error,
    );
  });
});
