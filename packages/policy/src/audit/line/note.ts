/** What a log says about itself, between the events. Notes are lines of the same chain, and have no number. */
export type Note =
  /** A process begins to write. */
  | { readonly note: "opened"; readonly pid: number }
  /** A process was killed while it wrote a line; this one has taken the place of what had been written of it: `text`. */
  | { readonly note: "torn"; readonly text: string }
  /** So many events were not written, as the queue was full. */
  | { readonly note: "dropped"; count: number }
  /** So many times what could not be logged was refused. */
  | { readonly note: "refused"; count: number }
  /** The first line of a new file; `previous` is the last hash of the file before. */
  | { readonly note: "rotated"; readonly because: RotationReason };

/** "meddled": somebody else moved the file, removed it, or changed its size. */
export type RotationReason = "size" | "meddled";

/** A note as it is written. */
export type NoteLine = Note & {
  readonly time: string;
  /** The log's name: the first half of its events' ids. */
  readonly log: string;
  /** The events before it. */
  readonly events: number;
  readonly previous: string;
  readonly hash: string;
};
