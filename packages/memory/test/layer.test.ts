import { type Gate, gate, IsolationError, isolate, type Linking } from "@cofferdam/core";
import { koffi, library } from "@cofferdam/ffi";
import { guardedBuffer, memory } from "@cofferdam/memory";
import { describe, expect, it } from "vitest";
import { buffersGuest, figuresOf, open } from "./open.ts";

const guest = open(buffersGuest());
const linking: Linking = {
  target: "libx.so",
  symbol: "parse",
  async: false,
  parameters: [
    { pointer: true, readOnly: false },
    { pointer: false, readOnly: false },
    { pointer: true, readOnly: true },
  ],
};

/** What the layer makes of `next`. */
function linked(next: Gate, more: Partial<Linking> = {}): Gate {
  return memory().link?.(next, { ...linking, ...more }) as Gate;
}

describe("memory(options)", () => {
  it("advises an alignment that it takes in place of a text without a unit", () => {
    expect(() => memory({ align: "8" as never })).toThrow(
      'Expected a size for `align`, got "8" (string). Give whole bytes, or a text such as "1KiB".',
    );
    expect(memory({ align: "1KiB" as never }).status?.()).toMatchObject({ align: 1024 });
  });

  it.each([[0], [3], [8192]])("refuses the alignment %o", (align) => {
    expect(() => memory({ align })).toThrow(
      expect.objectContaining({
        code: "ERR_OPTION_RANGE",
        message: expect.stringContaining("`align`"),
      }),
    );
  });

  it("refuses what is no alignment, and options that it does not know", () => {
    expect(() => memory({ align: "16" } as never)).toThrow(
      expect.objectContaining({ code: "ERR_OPTION_TYPE" }),
    );
    expect(() => memory({ size: 16 } as never)).toThrow(
      expect.objectContaining({ code: "ERR_OPTION_RANGE" }),
    );
  });

  it("belongs inside of signals", () => {
    expect(memory()).toMatchObject({ name: "memory", inside: ["signals"] });
  });

  it("says in probe() how strong it is here", () => {
    expect(memory().probe?.()).toEqual({
      supported: true,
      details: { strength: "guarded", guardedBuffer: "guarded" },
    });
  });

  it("shows its figures in status()", () => {
    expect(memory({ align: 16 }).status?.()).toEqual({
      strength: "guarded",
      align: 16,
      regions: expect.any(Number),
      guardedBuffers: expect.any(Number),
      lent: 0,
      pooledBytes: expect.any(Number),
      overruns: expect.any(Number),
    });
  });
});

describe("a function without pointers", () => {
  it("is left as it is: nothing is added to its calls", () => {
    const next = () => 1;
    expect(linked(next, { parameters: [{ pointer: false, readOnly: false }] })).toBe(next);
    expect(linked(next, { parameters: [] })).toBe(next);
  });
});

describe("a function of which nothing is known", () => {
  it("is refused, not left unguarded", () => {
    const { parameters: _, ...unknown } = linking;
    expect(() => memory().link?.(() => 1, unknown)).toThrow(
      expect.objectContaining({
        name: "SetupError",
        code: "ERR_LAYER_UNAVAILABLE",
        message: expect.stringMatching(/^Cannot lend buffers to parse: /),
      }),
    );
  });

  it("is so when it is a bare address", () => {
    const address = koffi.address(koffi.load("libc.so.6").symbol("strlen"));
    const shape = { stackBytes: 0, resultBytes: 0 };
    expect(() => gate.wrap(address, shape, { layers: [memory()] })).toThrow(
      expect.objectContaining({ code: "ERR_LAYER_UNAVAILABLE" }),
    );
  });
});

describe("a call that returns a promise", () => {
  const write = guest.func("int write_at(uint8_t *bytes, long offset)");
  const lent = () => memory().status?.().lent;

  it("has its buffers until it has settled, and the host has what was written then", async () => {
    const later = deferred();
    const call = linked(
      async (to: bigint) => {
        await later.promise;
        return write(to, 2);
      },
      { async: true },
    );
    const [a, b] = [Buffer.alloc(4), Buffer.alloc(4)];
    const both = [call(a, 1, null), call(b, 1, Buffer.alloc(8))];
    expect(lent()).toBe(3);
    later.resolve();
    expect(await Promise.all(both)).toEqual([1, 1]);
    expect([a[2], b[2], lent()]).toEqual([0xaa, 0xaa, 0]);
  });

  it("gets pointers into the host's own buffer", async () => {
    const buffer = Buffer.alloc(4);
    const call = linked(async (to: bigint) => to + 3n, { async: true });
    expect(await call(buffer, 1, null)).toBe(koffi.address(buffer) + 3n);
  });

  it("leaves the host's buffer alone when it ends in a fault", async () => {
    const fault = new IsolationError({ kind: "timeout", limit: 1 } as never, {
      target: "libx.so",
      symbol: "parse",
      layer: "deadline",
    });
    const buffer = Buffer.alloc(4);
    const call = linked(async (to: bigint) => write(to, 2) && Promise.reject(fault), {
      async: true,
    });
    await expect(call(buffer, 1, null)).rejects.toBe(fault);
    expect([buffer[2], lent()]).toEqual([0, 0]);
  });

  it("ends its loans when it is rejected or refused for another reason", async () => {
    const buffer = Buffer.alloc(4);
    const rejected = linked(async () => Promise.reject(new TypeError("no")), { async: true });
    await expect(rejected(buffer, 1, null)).rejects.toThrow("no");
    const refused = linked(
      () => {
        throw new TypeError("no");
      },
      { async: true },
    );
    expect(() => refused(buffer, 1, null)).toThrow("no");
    expect(lent()).toBe(0);
  });

  it("leaves at most 16 MiB of copies for the next call, however many were lent at once", async () => {
    const later = deferred();
    const call = linked(() => later.promise, { async: true });
    const buffers = Array.from({ length: 6 }, () => Buffer.alloc(4 * 1024 ** 2));
    const before = Number(memory().status?.().regions);
    const all = buffers.map((buffer) => call(buffer, 1, null));
    expect(memory().status?.()).toMatchObject({ lent: 6 });
    later.resolve();
    await Promise.all(all);
    const { regions, pooledBytes } = memory().status?.() ?? {};
    expect(pooledBytes).toBeLessThanOrEqual(16 * 1024 ** 2);
    expect(Number(regions) - before).toBeLessThanOrEqual(4);
  });

  it("may settle in any order: an overrun is told by the argument of the call that still has it", async () => {
    const [first, second] = [deferred(), deferred()];
    const waiting = (until: Promise<void>) => linked(() => until, { async: true });

    const buffer = guardedBuffer(8);
    const one = waiting(first.promise)(buffer, 1, null);
    const two = waiting(second.promise)(null, 1, buffer);
    first.resolve();
    await one;
    expect(faultAt(buffer)).toMatchObject({ kind: "buffer-overrun", argument: 2 });
    second.resolve();
    await two;
    expect(faultAt(buffer)).toMatchObject({ kind: "signal" });
  });
});

describe("status() of a library", () => {
  it("has the layer's figures", () => {
    expect(figuresOf(guest)).toMatchObject({ name: "memory", strength: "guarded", align: 1 });
    using honest = isolate([memory()]).openSync(library(guest.path));
    expect(honest.func("int read_at(uint8_t *bytes, long offset)")(Buffer.alloc(4, 9), 3)).toBe(9);
  });
});

/** What becomes of a read past the end, by a guest that only has the address. */
function faultAt(buffer: Buffer): unknown {
  try {
    return guest.func("int read_at(uint8_t *bytes, long offset)")(koffi.address(buffer), 8);
  } catch (error) {
    return (error as IsolationError).fault;
  }
}

/** Promise.withResolvers, which Node 20 does not have. */
function deferred() {
  let resolve: () => void = () => {};
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
