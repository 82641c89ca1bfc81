import type { Policy } from "@cofferdam/policy";

/** What a document says of a key. */
export interface Said {
  readonly value: unknown;
  /** null: nobody wrote it, it is the default. */
  readonly file: string | null;
  readonly line: number | null;
}

/** By each document that says anything, the narrowest first; all of them count. */
export function saidOf(path: readonly string[], { readings }: Policy): readonly Said[] {
  return readings.flatMap((reading) => {
    const value = reading.get(path);
    if (value === undefined) return [];
    const { file, line } = reading.rule(path);
    return [{ value, file, line }];
  });
}
