import { closeSync, mkdtempSync, openSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BufferOverrunError, IsolationError } from "@cofferdam/core";
import { koffi } from "@cofferdam/ffi";
import { guardedBuffer, memory } from "@cofferdam/memory";
import { signals } from "@cofferdam/signals";
import { describe, expect, it } from "vitest";
import { hostTroubles } from "../../../testing/conformance/host-health.mjs";
import { buffersGuest, figuresOf, open, openIn } from "./open.ts";

koffi.proto("int OverrunCallback(void *bytes)");
const guest = open(buffersGuest());
const readAt = guest.func("int read_at(uint8_t *bytes, long offset)");
const writeAt = guest.func("int write_at(uint8_t *bytes, long offset)");
const readConstAt = guest.func("int read_const_at(const uint8_t *bytes, long offset)");
const writeConstAt = guest.func("int write_const_at(const uint8_t *bytes, long offset)");
const fillThenRead = guest.func(
  "int fill_then_read(uint8_t *to, int count, const uint8_t *from, long offset)",
);

const sizes = [1, 7, 100, 4095, 4096, 4097, 1024 ** 2, 5 * 1024 ** 2];
const GUARD = 64 * 1024;

describe.each(sizes)("a buffer of %i bytes", (size) => {
  it("may be read and written to its last byte", () => {
    const buffer = Buffer.alloc(size, 1);
    expect(writeAt(buffer, size - 1)).toBe(1);
    expect([readAt(buffer, size - 1), readConstAt(buffer, size - 1)]).toEqual([0xaa, 0xaa]);
  });

  it.each([
    ["read", readAt],
    ["written", writeAt],
    ["read, as const,", readConstAt],
    ["written, though const,", writeConstAt],
  ])("cannot be %s past its end, by up to 64 KiB", (_how, touch) => {
    for (const past of [0, 1, 4096, GUARD - 1]) {
      const { fault } = overrunOf(() => touch(Buffer.alloc(size), size + past));
      expect(fault).toMatchObject({ access: "overrun", argument: 0, offset: size + past });
    }
  });

  it("cannot be touched far before its start", () => {
    const firstPage = Math.ceil(size / 4096) * 4096;
    const room = size > 4 * 1024 ** 2 ? firstPage : 2 ** Math.ceil(Math.log2(firstPage));
    for (const before of [room - size + 1, room - size + GUARD]) {
      const { fault } = overrunOf(() => writeAt(Buffer.alloc(size), -before));
      expect(fault).toMatchObject({ access: "underrun", argument: 0, offset: -before });
    }
  });

  it("is not written by a guest that it is const for", () => {
    const { fault } = overrunOf(() => writeConstAt(Buffer.alloc(size), size - 1));
    expect(fault).toMatchObject({ access: "read-only", argument: 0, offset: size - 1 });
  });

  it("cannot be overrun as a guardedBuffer either", () => {
    const buffer = guardedBuffer(size);
    for (const touch of [readAt, writeAt, readConstAt]) {
      const { fault } = overrunOf(() => touch(buffer, size));
      expect(fault).toMatchObject({ access: "overrun", argument: 0, offset: size });
    }
    expect(writeAt(buffer, size - 1)).toBe(1);
  });
});

describe("the error of an overrun", () => {
  const error = overrunOf(() => readAt(Buffer.alloc(10), 12));

  it("is a BufferOverrunError with argument, offset and place", () => {
    expect(error).toMatchObject({
      name: "BufferOverrunError",
      code: "ERR_ISOLATION_BUFFER_OVERRUN",
      layer: "memory",
      target: guest.path,
      symbol: "read_at",
      fault: { kind: "buffer-overrun", pc: expect.stringMatching(/^0x[1-9a-f]/) },
    });
    expect(error.message).toMatch(
      /^read_at touched argument 0 at offset 12: overrun at read_at\+0x\w+ \(caught by memory\)$/,
    );
    expect(error.fault.frames[0]).toMatchObject({ symbol: "read_at", module: guest.path });
  });

  it("counts in status(), and quarantines the library", async () => {
    using other = openIn([signals(), memory()], guest.path);
    const before = Number(figuresOf(other).overruns);
    const touch = other.func("int read_at(uint8_t *bytes, long offset)");
    overrunOf(() => touch(Buffer.alloc(10), 10));
    expect(other.status()).toMatchObject({
      state: "quarantined",
      faults: { "buffer-overrun": 1 },
      lastFault: { kind: "buffer-overrun", offset: 10 },
    });
    expect(figuresOf(other)).toMatchObject({ overruns: before + 1, lent: 0, strength: "guarded" });
    expect(() => touch(Buffer.alloc(10), 1)).toThrow("quarantined");
    other.reopen();
    expect(touch(Buffer.alloc(10, 3), 9)).toBe(3);
    expect(await hostTroubles()).toEqual([]);
  });

  it("names the argument that it was", () => {
    const { fault } = overrunOf(() => fillThenRead(Buffer.alloc(4), 4, Buffer.alloc(8), 8));
    expect(fault).toMatchObject({ argument: 2, offset: 8, access: "overrun" });
  });

  it("names the one that ends last of arguments that share bytes, from its own start on", () => {
    const buffer = Buffer.alloc(16);
    const later = buffer.subarray(4);
    const { fault } = overrunOf(() => fillThenRead(buffer.subarray(0, 8), 4, later, 12));
    expect(fault).toMatchObject({ argument: 2, offset: 12, access: "overrun" });
  });
});

describe("a system call that is given a wrong length", () => {
  it("is stopped by the kernel at the guard: an error of its own, not a fault", () => {
    using libc = openIn([signals(), memory()], "libc.so.6");
    const read = libc.func("long read(int fd, void *bytes, size_t count)");
    const write = libc.func("long write(int fd, const void *bytes, size_t count)");
    const random = openSync("/dev/urandom", "r");
    const folder = mkdtempSync(join(tmpdir(), "cofferdam-"));
    const file = openSync(join(folder, "file"), "w");
    expect(read(random, Buffer.alloc(10), 10)).toBe(10);
    expect(read(random, Buffer.alloc(10), 20)).toBeLessThanOrEqual(10);
    expect(write(file, Buffer.alloc(10), 20)).toBeLessThanOrEqual(10);
    expect(libc.status().tainted).toBe(false);
    for (const fd of [random, file]) closeSync(fd);
    rmSync(folder, { recursive: true });
  });
});

describe("after an overrun", () => {
  it("the host's buffers are as they were before the call", () => {
    const to = Buffer.alloc(8, 1);
    overrunOf(() => fillThenRead(to, 8, Buffer.alloc(8), 8));
    expect([...to]).toEqual([1, 1, 1, 1, 1, 1, 1, 1]);
    expect(fillThenRead(to, 8, Buffer.alloc(8, 2), 7)).toBe(2);
    expect([...to]).toEqual(Array(8).fill(0xbb));
  });

  it("nothing is lent, and 2,000 of them take no more regions", () => {
    overrunOf(() => writeConstAt(Buffer.alloc(10), 0));
    const before = figuresOf(guest);
    for (let round = 0; round < 1000; round++) {
      overrunOf(() => fillThenRead(Buffer.alloc(10), 10, Buffer.alloc(10), 10));
      overrunOf(() => fillThenRead(Buffer.alloc(10), 11, Buffer.alloc(10), 0));
    }
    const { regions, lent, pooledBytes } = figuresOf(guest);
    expect(lent).toBe(0);
    expect(Number(regions) - Number(before.regions)).toBeLessThanOrEqual(2);
    expect(Number(pooledBytes)).toBeLessThanOrEqual(16 * 1024 ** 2);
  });
});

describe("a touch of memory that is lent to no call", () => {
  const keep = guest.func("void keep(uint8_t *bytes)");
  const readKept = guest.func("int read_kept(long offset)");

  it("stays a signal", () => {
    const buffer = guardedBuffer(10);
    keep(buffer);
    expect(readKept(9)).toBe(0);
    expect(faultOf(() => readKept(10))).toMatchObject({ kind: "signal", name: "SIGSEGV" });
  });

  it("is an overrun while another call has it, of the argument that it is there", () => {
    const call = guest.func(
      "int fill_then_call(uint8_t *bytes, int count, OverrunCallback *callback)",
    );
    keep(Buffer.alloc(10)); // the copy goes back to the pool, and is lent again
    const fault = () => faultOf(() => readKept(10));
    let seen: unknown;
    call(Buffer.alloc(10), 10, () => {
      seen = fault();
      return 1;
    });
    expect(seen).toMatchObject({ kind: "buffer-overrun", argument: 0, offset: 10 });
    expect(fault()).toMatchObject({ kind: "signal" });
  });

  it("stays a signal where the guest jumps into its buffer", () => {
    const jump = guest.func("int jump_into(void *bytes)");
    expect(faultOf(() => jump(Buffer.alloc(10)))).toMatchObject({ kind: "signal" });
  });
});

describe("a guardedBuffer that is lent twice", () => {
  it("is told by the argument of the inner call, and of the outer one after that", () => {
    const buffer = guardedBuffer(8);
    const call = guest.func("int fill_then_call(uint8_t *b, int count, OverrunCallback *callback)");
    const seen: unknown[] = [];
    const outer = () =>
      call(buffer, 8, () => {
        seen.push(faultOf(() => fillThenRead(Buffer.alloc(1), 1, buffer, 8)));
        seen.push(faultOf(() => fillThenRead(koffi.address(buffer), 9, Buffer.alloc(1), 0)));
        return 1;
      });
    expect(outer()).toBe(1);
    expect(seen).toMatchObject([
      { kind: "buffer-overrun", argument: 2, offset: 8 },
      { kind: "buffer-overrun", argument: 0, offset: 8 },
    ]);
  });
});

function overrunOf(call: () => unknown): BufferOverrunError {
  const error = errorOf(call);
  if (error instanceof BufferOverrunError) return error;
  throw error;
}

function faultOf(call: () => unknown): unknown {
  return errorOf(call).fault;
}

function errorOf(call: () => unknown): IsolationError {
  try {
    call();
  } catch (error) {
    if (error instanceof IsolationError) return error;
    throw error;
  }
  throw new Error("It returned.");
}
