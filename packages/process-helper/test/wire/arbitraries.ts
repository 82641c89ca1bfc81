/** Values that can cross, for properties. */
import fc from "fast-check";

/** COFFERDAM_FUZZ=100 looks a hundred times as long. */
export function runs(count: number): { readonly numRuns: number } {
  return { numRuns: count * Number(process.env.COFFERDAM_FUZZ ?? 1) };
}

const viewClasses = [
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
] as const;

/** A text, of any UTF-16 units. */
export const anyText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 40 }),
  fc
    .array(fc.integer({ min: 0xd7f0, max: 0xe010 }), { maxLength: 8 })
    .map((units) => String.fromCharCode(...units)),
);

/** A view of part of one buffer of 64 bytes. */
function viewOf(buffer: ArrayBuffer): fc.Arbitrary<unknown> {
  const typed = fc.constantFrom(...viewClasses).chain((Class) => {
    const most = buffer.byteLength / Class.BYTES_PER_ELEMENT;
    return fc.tuple(fc.nat(most), fc.nat(most)).map((ends) => {
      const [from, to] = ends.sort((a, b) => a - b) as [number, number];
      return new Class(buffer, from * Class.BYTES_PER_ELEMENT, to - from);
    });
  });
  const bytes = typed.map((view) => [view.byteOffset, view.byteLength] as const);
  return fc.oneof(
    typed,
    bytes.map((place) => Buffer.from(buffer, ...place)),
    bytes.map((place) => new DataView(buffer, ...place)),
    fc.constant(buffer),
  );
}

/** Bytes in one of two buffers, so that views often overlap. */
const anyBytes = fc.oneof(
  viewOf(new Uint8Array(64).map((_, index) => index).buffer),
  viewOf(new Uint8Array(64).fill(7).buffer),
);

const leaf = fc.oneof(
  fc.integer(),
  fc.double(),
  fc.constantFrom(
    -0,
    0,
    2 ** 31,
    -(2 ** 31),
    2 ** 32 - 1,
    Number.NaN,
    undefined,
    null,
    true,
    false,
  ),
  fc.bigInt({ min: -(2n ** 200n), max: 2n ** 200n }),
  anyText,
  anyBytes,
);

const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof({ maxDepth: 4, withCrossShrink: true }, leaf, tie("list"), tie("members")),
  list: fc.array(tie("tree"), { maxLength: 5 }),
  members: fc
    .array(fc.tuple(fc.oneof(anyText, fc.constantFrom("__proto__", "then", "0")), tie("tree")), {
      maxLength: 5,
    })
    .map((entries) => Object.fromEntries(entries)),
}));

export const anyValue = tree as fc.Arbitrary<unknown>;

export const anyValues = fc.array(anyValue, { maxLength: 6 });
