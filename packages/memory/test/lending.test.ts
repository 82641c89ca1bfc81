import { BufferOverrunError } from "@cofferdam/core";
import { koffi } from "@cofferdam/ffi";
import { guardedBuffer } from "@cofferdam/memory";
import { afterEach, describe, expect, it } from "vitest";
import { buffersGuest, figuresOf, open } from "./open.ts";

koffi.proto("int FillCallback(void *bytes)");
const guest = open(buffersGuest());
const address = guest.func("uintptr_t address_of(const void *bytes)");
const fill = guest.func("int write_at(uint8_t *bytes, long offset)");
const sum = guest.func("int sum_bytes(const uint8_t *bytes, int count)");
const distance = guest.func("long distance(const void *a, const void *b)");

afterEach(() => {
  expect(figuresOf(guest).lent).toBe(0);
});

const bytes = [1, 2, 3, 4, 5, 6, 7, 8];
const views: readonly [name: string, view: ArrayBufferView | ArrayBuffer][] = [
  ["a Buffer", Buffer.from(bytes)],
  ["a part of a Buffer", Buffer.from([0, ...bytes, 0]).subarray(1, 9)],
  ["a Uint8Array", Uint8Array.from(bytes)],
  ["an Int8Array", Int8Array.from(bytes)],
  ["a Uint8ClampedArray", Uint8ClampedArray.from(bytes)],
  ["an Int32Array", new Int32Array(Uint8Array.from(bytes).buffer)],
  ["a BigUint64Array", new BigUint64Array(Uint8Array.from(bytes).buffer)],
  ["a Float64Array", new Float64Array(Uint8Array.from(bytes).buffer)],
  ["a DataView", new DataView(Uint8Array.from([0, ...bytes]).buffer, 1)],
  ["an ArrayBuffer", Uint8Array.from(bytes).buffer],
  ["a large view", new Uint8Array(5 * 1024 ** 2).fill(1, 0, 36)],
];

describe.each(views)("%s", (_name, view) => {
  it("is lent as a copy with the same bytes", () => {
    expect(sum(view, view.byteLength)).toBe(36);
    expect(BigInt(address(view))).not.toBe(koffi.address(view));
  });

  it("ends where the guard begins", () => {
    expect((BigInt(address(view)) + BigInt(view.byteLength)) % 4096n).toBe(0n);
  });

  it("has what the guest wrote when the call has returned", () => {
    const own = structuredClone(view);
    fill(own, 7);
    const expected = [...bytes.slice(0, 7), 0xaa];
    if (own.byteLength === 8) expect(numbersIn(own)).toEqual(expected);
    expect(numbersIn(own)[7]).toBe(0xaa);
  });
});

describe("an argument that", () => {
  it("is a part of a larger buffer leaves the rest of it alone", () => {
    const whole = Buffer.alloc(16, 1);
    for (const offset of [0, 3]) fill(whole.subarray(4, 8), offset);
    expect([...whole]).toEqual([1, 1, 1, 1, 0xaa, 1, 1, 0xaa, 1, 1, 1, 1, 1, 1, 1, 1]);
  });

  it("is empty, null, a number or text is passed as it is", () => {
    const isNull = guest.func("int is_null(const void *bytes)");
    const isNullText = guest.func("int is_null(const char *bytes)");
    expect([Buffer.alloc(0), new ArrayBuffer(0), null, 0n].map((value) => isNull(value))).toEqual([
      1, 1, 1, 1,
    ]);
    expect([isNullText("text"), isNullText(null)]).toEqual([0, 1]);
    expect(guest.func("int same(uintptr_t a, void *b)")(5n, 5n)).toBe(1);
  });

  it("is detached is passed as it is", () => {
    const view = new Uint8Array(8);
    structuredClone(view.buffer, { transfer: [view.buffer] });
    expect(guest.func("int is_null(const void *bytes)")(view)).toBe(1);
  });

  it("is shared memory is passed as it is: other threads see the guest's writes at once", () => {
    const shared = new Uint8Array(new SharedArrayBuffer(8));
    expect(BigInt(address(shared))).toBe(koffi.address(shared));
    fill(shared, 3);
    expect([...shared]).toEqual([0, 0, 0, 0xaa, 0, 0, 0, 0]);
  });

  it("is resizable is lent at the length that it has", () => {
    const buffer = Reflect.construct(ArrayBuffer, [4, { maxByteLength: 8 }]) as ArrayBuffer & {
      resize(length: number): void;
    };
    const view = new Uint8Array(buffer);
    buffer.resize(8);
    view.fill(2);
    expect(sum(view, 8)).toBe(16);
    fill(view, 7);
    expect(view[7]).toBe(0xaa);
  });

  it.each(["int", "double", "size_t"])("is no %s is refused as by plain koffi", (type) => {
    const take = guest.func(`int is_null(${type} bytes)`);
    expect(() => take(Buffer.alloc(8))).toThrow(/^Unexpected Uint8Array value/);
  });

  it("is a buffer inside of koffi.as is passed as it is: the guest writes past its end", () => {
    const whole = new Uint8Array(16);
    expect(() => fill(koffi.as(whole.subarray(0, 8), "uint8_t *"), 8)).not.toThrow();
    expect(whole[8]).not.toBe(0);
    expect(() => fill(whole.subarray(0, 8), 8)).toThrow(BufferOverrunError);
  });

  it("is an array of JavaScript numbers is koffi's to copy", () => {
    expect(guest.func("double sum_doubles(const double *values, int count)")([1, 2], 2)).toBe(3);
  });
});

describe("arguments that share bytes", () => {
  const buffer = Buffer.from([1, 2, 3, 4, 5, 6, 7, 8]);
  const parts: readonly [name: string, a: Buffer, b: Buffer, apart: number][] = [
    ["the same buffer twice", buffer, buffer, 0],
    ["equal views", buffer.subarray(2, 4), buffer.subarray(2, 4), 0],
    ["a view inside of another", buffer, buffer.subarray(2, 4), 2],
    ["views that overlap", buffer.subarray(0, 5), buffer.subarray(3, 8), 3],
    ["views that overlap, the later one first", buffer.subarray(3, 8), buffer.subarray(0, 5), -3],
  ];

  it.each(parts)("do so for the guest: %s", (_name, a, b, apart) => {
    expect(distance(a, b)).toBe(apart);
  });

  it("are both written", () => {
    const own = Buffer.from(buffer);
    const move = guest.func("long distance(void *a, void *b)");
    expect(move(own.subarray(0, 5), own.subarray(3))).toBe(3);
    const memmove = open("libc.so.6").func("void *memmove(void *to, void *from, size_t count)");
    memmove(own.subarray(2), own, 6);
    expect([...own]).toEqual([1, 2, 1, 2, 3, 4, 5, 6]);
  });

  it("are copies of their own where they only touch", () => {
    expect(distance(buffer.subarray(0, 4), buffer.subarray(4))).not.toBe(4);
  });
});

describe("a pointer that the guest returns", () => {
  const position = guest.func("void *position(void *bytes, long offset)");

  it("leads into the host's buffer where it leads into the copy, its end included", () => {
    const buffer = Buffer.from("dry inside");
    for (const offset of [0, 4, 10]) {
      expect(position(buffer, offset)).toBe(koffi.address(buffer) + BigInt(offset));
    }
    expect(koffi.decode(position(buffer, 4), "char", 6)).toBe("inside");
  });

  it("stays what it is elsewhere", () => {
    const buffer = Buffer.alloc(10);
    const start = BigInt(guest.func("uintptr_t address_of(void *bytes)")(buffer)); // lent there again
    expect(position(buffer, 11)).toBe(start + 11n);
    expect(position(buffer, -1)).toBe(start - 1n);
    expect(position(null, 5)).toBe(5n);
  });

  it("is read inside of the call where it is text", () => {
    const text = guest.func("const char *text_at(const char *text)");
    expect(text(Buffer.from("dry inside\0"))).toBe("dry inside");
  });
});

describe("a call that throws", () => {
  const call = guest.func("int fill_then_call(uint8_t *bytes, int count, FillCallback *call)");

  it("in a callback has written the host's buffer, as with plain koffi", () => {
    const buffer = Buffer.alloc(4);
    expect(() => call(buffer, 4, () => throwText("the callback's own"))).toThrow(
      "the callback's own",
    );
    expect([...buffer]).toEqual([0xcc, 0xcc, 0xcc, 0xcc]);
  });

  it("in koffi, for its other arguments, leaves the buffer and nothing lent", () => {
    const buffer = Buffer.alloc(4, 1);
    expect(() => fill(buffer, "two")).toThrow(TypeError);
    expect([...buffer]).toEqual([1, 1, 1, 1]);
  });
});

describe("while the call runs", () => {
  const call = guest.func("int fill_then_call(uint8_t *bytes, int count, FillCallback *call)");

  it("host and guest have each their own copy", () => {
    const buffer = Buffer.alloc(4, 1);
    const seen = call(buffer, 4, () => buffer[0]);
    expect([seen, buffer[0]]).toEqual([1, 0xcc]);
  });

  it("the buffer may be lent again, to a call inside", () => {
    const buffer = Buffer.alloc(4, 1);
    expect(call(buffer, 4, () => sum(buffer, 4) + call(buffer, 2, () => 5))).toBe(9);
    expect([...buffer]).toEqual([0xcc, 0xcc, 0xcc, 0xcc]);
  });

  it("the buffer may be detached, or grow shorter: what is left of it is written", () => {
    const detached = new Uint8Array(4);
    const detach = () => structuredClone(detached.buffer, { transfer: [detached.buffer] }) && 1;
    expect(call(detached, 4, detach)).toBe(1);
    const buffer = Reflect.construct(ArrayBuffer, [4, { maxByteLength: 8 }]) as ArrayBuffer & {
      resize(length: number): void;
    };
    const shorter = new Uint8Array(buffer);
    expect(call(shorter, 4, () => buffer.resize(2) ?? 1)).toBe(1);
    expect([...shorter]).toEqual([0xcc, 0xcc]);
    buffer.resize(8);
    expect([...shorter]).toEqual([0xcc, 0xcc, 0, 0, 0, 0, 0, 0]);
  });
});

describe("a guardedBuffer", () => {
  it("is lent as it is when it is passed whole", () => {
    const buffer = guardedBuffer(100);
    expect(BigInt(address(buffer))).toBe(koffi.address(buffer));
    expect(BigInt(address(buffer.buffer))).toBe(koffi.address(buffer));
    fill(buffer, 99);
    expect(buffer[99]).toBe(0xaa);
  });

  it("is copied when it is passed in part", () => {
    const buffer = guardedBuffer(100);
    expect(BigInt(address(buffer.subarray(0, 99)))).not.toBe(koffi.address(buffer));
    expect(distance(buffer, buffer.subarray(40))).toBe(40);
  });

  it("may be kept by the guest, which then writes to the host's own bytes", () => {
    const buffer = guardedBuffer(100);
    guest.func("void keep(uint8_t *bytes)")(buffer);
    guest.func("int write_kept(long offset)")(5);
    expect(buffer[5]).toBe(0xdd);
  });
});

describe("memory({ align })", () => {
  it.each([1, 2, 16, 4096])("lets copies begin at multiples of %i", (align) => {
    const aligned = open(guest.path, { align });
    const isAligned = aligned.func("int is_aligned(const void *bytes, int align)");
    for (const length of [1, 15, 16, 17, 100, 4095, 4097]) {
      expect(isAligned(Buffer.alloc(length), align)).toBe(1);
    }
    aligned.dispose();
  });

  it("of 16 is what aligned SSE loads want; whole numbers of a C type's bytes need none", () => {
    const aligned = open(guest.path, { align: 16 });
    const odd = Buffer.alloc(17, 1);
    expect(aligned.func("int load_aligned(const void *bytes)")(odd)).toBe(0x01010101);
    expect(() => guest.func("int load_aligned(const void *bytes)")(odd)).toThrow("SIGSEGV");
    const isAligned = guest.func("int is_aligned(const void *bytes, int align)");
    for (const count of [1, 3, 7, 1000]) {
      expect(isAligned(new Float64Array(count), 8)).toBe(1);
      expect(isAligned(Buffer.alloc(count * 12), 4)).toBe(1);
    }
    aligned.dispose();
  });
});

function numbersIn(view: ArrayBufferView | ArrayBuffer): number[] {
  if (!ArrayBuffer.isView(view)) return [...new Uint8Array(view)];
  return [...new Uint8Array(view.buffer, view.byteOffset, view.byteLength)];
}

function throwText(text: string): never {
  throw new Error(text);
}
