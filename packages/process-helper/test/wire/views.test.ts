import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { runs } from "./arbitraries.js";
import { coded, crossed } from "./coded.js";

/** Where a received view is: in which buffer, and at which of its bytes. */
function place(view: unknown): readonly [ArrayBufferLike, number, number] {
  if (view instanceof ArrayBuffer) return [view, 0, view.byteLength];
  const { buffer, byteOffset, byteLength } = view as ArrayBufferView;
  return [buffer, byteOffset, byteLength];
}

describe("views that cross", () => {
  const memory = Buffer.from(Uint8Array.from({ length: 64 }, (_, index) => index).buffer);

  it("overlap where they did", () => {
    const cut = fc.tuple(fc.nat(64), fc.nat(64)).map((ends) => {
      const [from, to] = ends.sort((a, b) => a - b) as [number, number];
      return memory.subarray(from, to);
    });
    fc.assert(
      fc.property(fc.array(cut, { minLength: 2, maxLength: 5 }), (views) => {
        const received = coded(views).received.values;
        for (const [i, a] of views.entries()) {
          for (const [j, b] of views.entries()) {
            const touch =
              a.byteOffset <= b.byteOffset + b.length && b.byteOffset <= a.byteOffset + a.length;
            if (!touch) continue;
            const [[inner, from], [other, to]] = [place(received[i]), place(received[j])];
            expect(inner).toBe(other);
            expect(to - from).toBe(b.byteOffset - a.byteOffset);
          }
        }
      }),
      runs(200),
    );
  });

  it("are one memory for the guest: memmove of a part over another", () => {
    const { received } = coded([memory.subarray(4, 12), memory.subarray(0, 8), 8n]);
    const [to, from] = received.values as [Buffer, Buffer];
    to.set(from);
    expect([...to]).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect([...from]).toEqual([0, 1, 2, 3, 0, 1, 2, 3]);
  });

  it("cross once, however many there are of the same bytes", () => {
    const big = Buffer.alloc(2 ** 20);
    expect(coded([big, [big, { a: big.subarray(10) }]]).bytes.length).toBeLessThan(2 ** 20 + 200);
  });

  it("bring nothing along of what is next to them in their buffer", () => {
    const secret = Buffer.from("secret-abc-secret");
    const { bytes } = coded([secret.subarray(7, 10)]);
    expect(bytes.includes("abc")).toBe(true);
    expect(bytes.includes("secret")).toBe(false);
  });

  it("begin at an address that ends in the same bits", () => {
    for (let from = 0; from < 32; from++) {
      const [, offset] = place(crossed(memory.subarray(from, from + 8)));
      expect(offset % 16).toBe((memory.byteOffset + from) % 16);
    }
  });

  it("are copies: the message can be overwritten", () => {
    const { received, bytes } = coded([Buffer.from("abc")]);
    bytes.fill(0);
    expect(String(received.values[0])).toBe("abc");
  });

  it("of shared memory are views of their copy", () => {
    const shared = new Uint8Array(new SharedArrayBuffer(4)).fill(9);
    expect(crossed(shared)).toStrictEqual(new Uint8Array(4).fill(9));
  });

  it("of the arena are views of the arena there, without their bytes", () => {
    const [host, helper] = [new ArrayBuffer(4096), new ArrayBuffer(4096)];
    const views = [new Float64Array(host, 64, 8), Buffer.from(host, 3, 100), host];
    const { received, bytes, sent } = coded(views, { arena: host }, { arena: helper });
    expect(received.values.map(place)).toEqual([
      [helper, 64, 64],
      [helper, 3, 100],
      [helper, 0, 4096],
    ]);
    expect(received.values[0]).toBeInstanceOf(Float64Array);
    expect(bytes.length).toBeLessThan(100);
    expect(sent.regions).toEqual([]);
  });

  it("know which arguments they are of, on both sides", () => {
    const { sent, received } = coded([1, { a: memory.subarray(0, 4) }, memory.subarray(2, 6)]);
    for (const { regions } of [sent, received]) {
      expect(regions).toHaveLength(1);
      expect(regions[0]?.parts).toMatchObject([{ holder: 1 }, { holder: 2 }]);
    }
  });
});
