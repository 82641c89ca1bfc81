/** What the launcher says of itself: one line per piece of the confinement, in text. */

/** Every piece there is, in the order of the report. native/launcher/report.h has the same list. */
export const pieces = [
  "session",
  "parent-death",
  "descriptors",
  "environment",
  "core",
  "memory",
  "address-space",
  "cpu",
  "files",
  "file-size",
  "processes",
  "namespaces-user",
  "namespaces-net",
  "namespaces-ipc",
  "no-new-privileges",
  "landlock-filesystem",
  "landlock-network",
  "landlock-scope",
  "capabilities",
  "seccomp",
] as const;

/** One thing that confines the helper. */
export type Piece = (typeof pieces)[number];

/** Whether a piece holds, and if not, why. */
export interface PieceReport {
  readonly piece: Piece;
  readonly applied: boolean;
  /** Only of a piece that is missing. */
  readonly reason?: string;
}

export interface LauncherReport {
  readonly pieces: readonly PieceReport[];
  /** Pieces that were required and are missing; the program was not started. */
  readonly required: readonly Piece[];
  /** Why the program could not be started though all was well. */
  readonly notStarted?: string;
}

const lineOf = /^([a-z-]+) (?:(applied|required)|missing: (.+))$/;

/**
 * Reads the report. Nothing but the launcher has written to it: the descriptor is closed when the program
 * starts. A line that cannot be read is therefore an older or newer launcher, and is left out.
 */
export function parseReport(text: string): LauncherReport {
  const found: PieceReport[] = [];
  const required: Piece[] = [];
  let notStarted: string | undefined;
  for (const line of text.split("\n")) {
    const [, piece = "", word, reason] = lineOf.exec(line) ?? [];
    if (piece === "program") notStarted = reason;
    if (!isPiece(piece)) continue;
    if (word === "required") required.push(piece);
    else if (word === "applied") found.push({ piece, applied: true });
    else if (reason !== undefined) found.push({ piece, applied: false, reason });
  }
  return { pieces: found, required, ...(notStarted === undefined ? {} : { notStarted }) };
}

export function isPiece(name: string): name is Piece {
  return (pieces as readonly string[]).includes(name);
}
