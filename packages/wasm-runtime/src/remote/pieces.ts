/** Bytes that one message of a process would not hold, or that would be copied too often on the way. */
const PIECE_BYTES = 4 * 2 ** 20;

export function isLarge(value: unknown): value is Uint8Array {
  return value instanceof Uint8Array && value.length > PIECE_BYTES;
}

/** Hands bytes over piece by piece. */
export async function handOver(
  bytes: Uint8Array,
  hand: (piece: Uint8Array) => Promise<unknown>,
): Promise<void> {
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
    await hand(bytes.subarray(at, at + PIECE_BYTES));
  }
}

/** Asks for so many bytes piece by piece. */
export async function askFor(
  size: number,
  ask: (at: number) => Promise<Uint8Array>,
): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  while (length < size) {
    const piece = await ask(length);
    if (piece.length === 0) break;
    pieces.push(piece);
    length += piece.length;
  }
  return joined(pieces);
}

export function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

export function pieceAt(bytes: Uint8Array, at: number): Uint8Array {
  return bytes.slice(at, at + PIECE_BYTES);
}
