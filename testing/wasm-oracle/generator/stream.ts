/**
 * Streams of bytes for Choices. Not fc.uint8Array: that makes each byte an arbitrary of its own, which takes ten times
 * as long, and prefers short arrays and small bytes, which make dull modules.
 */
import fc from "fast-check";

export function streams(most: number): fc.Arbitrary<Uint8Array> {
  return new StreamArbitrary(most);
}

class StreamArbitrary extends fc.Arbitrary<Uint8Array> {
  private readonly most: number;

  constructor(most: number) {
    super();
    this.most = most;
  }

  override generate(random: fc.Random): fc.Value<Uint8Array> {
    const length = random.nextInt(0, 3) === 0 ? random.nextInt(0, this.most) : this.most;
    const bytes = Uint8Array.from({ length }, () => random.nextInt(0, 255));
    return new fc.Value(bytes, undefined);
  }

  override canShrinkWithoutContext(value: unknown): value is Uint8Array {
    return value instanceof Uint8Array && value.length <= this.most;
  }

  override shrink(bytes: Uint8Array): fc.Stream<fc.Value<Uint8Array>> {
    return fc.stream(smaller(bytes)).map((each) => new fc.Value(each, undefined));
  }
}

/** Cut off, then without some part, then with some part zero: large parts first. */
function* smaller(bytes: Uint8Array): Generator<Uint8Array> {
  const { length } = bytes;
  if (length > 0) yield new Uint8Array(0);
  for (let size = length >> 1; size > 0; size >>= 1) yield bytes.slice(0, length - size);
  for (let size = length >> 1; size > 0; size >>= 1) {
    for (let at = 0; at + size <= length; at += size) yield without(bytes, at, size);
  }
  for (let size = length; size > 0; size >>= 1) {
    for (let at = 0; at + size <= length; at += size) {
      const zeroed = bytes.slice().fill(0, at, at + size);
      if (bytes.subarray(at, at + size).some((byte) => byte !== 0)) yield zeroed;
    }
  }
}

function without(bytes: Uint8Array, at: number, size: number): Uint8Array {
  const rest = new Uint8Array(bytes.length - size);
  rest.set(bytes.subarray(0, at));
  rest.set(bytes.subarray(at + size), at);
  return rest;
}
