import { isolate } from "@cofferdam/core";
import { koffi, library } from "@cofferdam/ffi";
import { describe, expect, it } from "vitest";
import { layerLists } from "./layer-lists.js";
import { copyOf } from "./libraries.js";

koffi.struct("Pair", { first: "int32_t", second: "double" });
const coded = (code: string) => expect.objectContaining({ code });
const collect = globalThis.gc as () => void;

describe.each(layerLists)("alloc(bytes), in %s", (_name, layers) => {
  const open = () => isolate(layers()).openSync(library("libc.so.6"));

  it("returns zeroed memory that functions take as they take any Buffer", () => {
    using libc = open();
    const memory = libc.alloc(8);
    expect([...memory]).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
    libc.func("void *memset(void *to, int byte, size_t count)")(memory, 7, 4);
    expect([...memory]).toEqual([7, 7, 7, 7, 0, 0, 0, 0]);
    libc.free(memory);
  });

  it("returns memory that shares its ArrayBuffer with nothing", () => {
    using libc = open();
    const memory = libc.alloc(16);
    expect([memory.byteOffset, memory.buffer.byteLength]).toEqual([0, 16]);
  });

  it("takes a size in words", () => {
    using libc = open();
    expect(libc.alloc("64KiB")).toHaveLength(65536);
  });

  it.each([
    ["a lot", "ERR_OPTION_TYPE"],
    [1.5, "ERR_OPTION_TYPE"],
    [undefined, "ERR_OPTION_TYPE"],
    [0, "ERR_OPTION_RANGE"],
    [-1, "ERR_OPTION_RANGE"],
    ["2GiB", "ERR_OPTION_RANGE"],
  ])("refuses %j", (bytes, code) => {
    using libc = open();
    expect(() => libc.alloc(bytes as number)).toThrow(coded(code));
    expect(libc.status().liveAllocs).toBe(0);
  });
});

describe("alloc(bytes)", () => {
  const open = () => isolate([]).openSync(library(copyOf("honest")));

  it("keeps memory that only the library still knows of", () => {
    using lib = open();
    const addresses = Array.from({ length: 50 }, (_, index) => {
      const memory = lib.alloc(4096);
      memory.writeInt32LE(index);
      return koffi.address(memory);
    });
    collect();
    expect(addresses.map((address) => lib.decode(address, "int32_t"))).toEqual([
      ...addresses.keys(),
    ]);
  });

  it("is counted in status() until it is freed", () => {
    using lib = open();
    const [first, second] = [lib.alloc(1), lib.alloc(1)];
    expect(lib.status().liveAllocs).toBe(2);
    lib.free(first);
    expect(lib.status().liveAllocs).toBe(1);
    lib.free(second);
    expect(lib.status().liveAllocs).toBe(0);
  });

  it("outlives reopen()", () => {
    using lib = open();
    const memory = lib.alloc(4);
    lib.reopen();
    expect(lib.status().liveAllocs).toBe(1);
    lib.free(memory);
  });

  it("ends with dispose()", () => {
    const lib = open();
    const memory = lib.alloc(4);
    lib.dispose();
    expect(lib.status().liveAllocs).toBe(0);
    expect(() => lib.free(memory)).toThrow(coded("ERR_MEMORY_FREED"));
    expect(() => lib.alloc(4)).toThrow(coded("ERR_TARGET_DISPOSED"));
  });
});

describe("free(memory)", () => {
  const open = () => isolate([]).openSync(library(copyOf("honest")));

  it("refuses what was freed before", () => {
    using lib = open();
    const memory = lib.alloc(4);
    lib.free(memory);
    expect(() => lib.free(memory)).toThrow(
      expect.objectContaining({
        name: "TypeError",
        code: "ERR_MEMORY_FREED",
        message: expect.stringMatching(/^Cannot free memory of .*honest.*: it was freed before/),
      }),
    );
  });

  it.each([
    ["a Buffer from elsewhere", () => Buffer.alloc(4)],
    ["memory of another library", () => open().alloc(4)],
    ["a part of memory", (lib: ReturnType<typeof open>) => lib.alloc(4).subarray(0, 2)],
    ["its ArrayBuffer", (lib: ReturnType<typeof open>) => lib.alloc(4).buffer],
    ["an address", () => 16n],
    ["nothing", () => undefined],
  ])("refuses %s", (_what, memory) => {
    using lib = open();
    expect(() => lib.free(memory(lib) as Buffer)).toThrow(
      expect.objectContaining({
        name: "TypeError",
        code: "ERR_MEMORY_FOREIGN",
        message: expect.stringMatching(
          /^Expected memory that `alloc` of .*honest.* returned, got /,
        ),
      }),
    );
  });
});

describe.each(layerLists)("decode(pointer, type, length), in %s", (_name, layers) => {
  const open = () => isolate(layers()).openSync(library(copyOf("honest")));

  it("reads what is at an address, with encode() as its inverse", () => {
    using lib = open();
    const at = koffi.address(lib.alloc(64));
    lib.encode(at, "Pair", { first: -1, second: 0.5 });
    expect(lib.decode(at, "Pair")).toEqual({ first: -1, second: 0.5 });
    lib.encode(at, "int32_t", [1, 2, 3], 3);
    expect(lib.decode(at + 4n, "int32_t", 2)).toEqual(Int32Array.of(2, 3));
    lib.encode(at, "char", "text\0", 5);
    expect(lib.decode(at, "char", -1)).toBe("text");
  });

  it("reads what a function returned a pointer to", () => {
    using lib = open();
    const pointer = lib.func("void *static_text()")();
    expect(lib.decode(pointer, "char", -1)).toBe(lib.func("const char *static_text()")());
  });

  it.each([[16], [null], [undefined], ["16"], [Buffer.alloc(8)]])(
    "refuses %o for a pointer",
    (pointer) => {
      using lib = open();
      const message = (name: string) =>
        expect.stringMatching(`^Expected an address for \`${name}\`, got `);
      const error = (name: string) =>
        expect.objectContaining({ code: "ERR_OPTION_TYPE", message: message(name) });
      expect(() => lib.decode(pointer as never, "int")).toThrow(error("decode"));
      expect(() => lib.encode(pointer as never, "int", 1)).toThrow(error("encode"));
    },
  );

  it("refuses a null pointer and an unknown type", () => {
    using lib = open();
    expect(() => lib.decode(0n, "int")).toThrow(/NULL pointer/); // koffi's
    expect(() => lib.encode(0n, "int", 1)).toThrow(/NULL pointer/);
    expect(() => lib.decode(16n, "NoSuchType")).toThrow(coded("ERR_PROTOTYPE_INVALID"));
    expect(() => lib.encode(16n, "NoSuchType", 1)).toThrow(coded("ERR_PROTOTYPE_INVALID"));
  });

  it("is refused after disposal", () => {
    const lib = open();
    lib.dispose();
    expect(() => lib.decode(16n, "int")).toThrow(coded("ERR_TARGET_DISPOSED"));
    expect(() => lib.encode(16n, "int", 1)).toThrow(coded("ERR_TARGET_DISPOSED"));
  });
});

describe.each(layerLists.slice(1))("memory while it is quarantined, in %s", (_name, layers) => {
  it("is freed, but neither allocated, nor read, nor written", () => {
    using libc = isolate(layers()).openSync(library("libc.so.6"));
    const memory = libc.alloc(4);
    expect(() => libc.func("size_t strlen(const char *text)")(null)).toThrow();
    expect(() => libc.alloc(4)).toThrow(coded("ERR_ISOLATION_QUARANTINED"));
    expect(() => libc.decode(16n, "int")).toThrow(coded("ERR_ISOLATION_QUARANTINED"));
    expect(() => libc.encode(16n, "int", 1)).toThrow(coded("ERR_ISOLATION_QUARANTINED"));
    expect(() => libc.free(memory)).not.toThrow();
  });
});
