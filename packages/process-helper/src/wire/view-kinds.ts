/** What bytes may be in: the number of a kind on the wire is its place in the list. */
import { types } from "node:util";

/** What an argument's bytes may be in. */
export type Bytes = ArrayBufferView<ArrayBufferLike> | ArrayBuffer;

interface Kind {
  readonly name: string;
  readonly elementBytes: number;
  make(buffer: ArrayBufferLike, offset: number, bytes: number): Bytes;
}

interface ViewClass {
  readonly name: string;
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: ArrayBufferLike, offset: number, length: number): ArrayBufferView;
}

/** The one kind that is not a view: always the whole of its region. */
export const ARRAY_BUFFER = 0;

const kinds: readonly Kind[] = [
  { name: "ArrayBuffer", elementBytes: 1, make: (buffer) => buffer as ArrayBuffer },
  { name: "Buffer", elementBytes: 1, make: (...place) => Buffer.from(...place) },
  { name: "DataView", elementBytes: 1, make: (...place) => new DataView(...place) },
  ...[
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
    ...newerClasses(),
  ].map(typed),
];

const numbers = new Map(kinds.map(({ name }, number) => [name, number]));

/** `TypedArray.prototype[Symbol.toStringTag]`: cannot be shadowed by what an object says of itself. */
const nameOf = Object.getOwnPropertyDescriptor(
  Object.getPrototypeOf(Uint8Array.prototype),
  Symbol.toStringTag,
)?.get as (this: object) => string | undefined;

/** Not a SharedArrayBuffer itself: koffi takes none. */
export function isBytes(value: object): value is Bytes {
  return ArrayBuffer.isView(value) || types.isArrayBuffer(value);
}

/** Undefined for a kind that only a newer Node has. */
export function kindOf(bytes: Bytes): number | undefined {
  if (Buffer.isBuffer(bytes)) return numbers.get("Buffer");
  if (!ArrayBuffer.isView(bytes)) return ARRAY_BUFFER;
  return numbers.get(nameOf.call(bytes) ?? "DataView");
}

export function kindNumbered(number: number): Kind | undefined {
  return kinds[number];
}

function typed(Class: ViewClass): Kind {
  const { name, BYTES_PER_ELEMENT: elementBytes } = Class;
  return {
    name,
    elementBytes,
    make: (buffer, offset, bytes) => new Class(buffer, offset, bytes / elementBytes),
  };
}

function newerClasses(): readonly ViewClass[] {
  const { Float16Array } = globalThis as { Float16Array?: ViewClass };
  return Float16Array ? [Float16Array] : [];
}
