import type { Library } from "@cofferdam/ffi";
import type { PieceReport } from "@cofferdam/process-helper";

/** What confines the library's helper, as it says itself. */
export function piecesOf(libc: Library): readonly PieceReport[] {
  const { helper } = libc.status() as { helper?: { confinement: readonly PieceReport[] } };
  return helper?.confinement ?? [];
}
