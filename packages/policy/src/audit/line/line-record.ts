import type { Note, RotationReason } from "./note.js";

/** What a verification needs of a line, of an event or of a note; nobody has checked it. */
export interface LineRecord {
  readonly time?: unknown;
  readonly id?: unknown;
  readonly previous?: unknown;
  readonly note?: Note["note"];
  readonly count?: unknown;
  readonly because?: RotationReason;
}

/** undefined: it is no JSON object. */
export function recordOf(line: Buffer): LineRecord | undefined {
  try {
    const value: unknown = JSON.parse(line.toString());
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
