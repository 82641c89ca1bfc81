/** What came of one command of a script. */
export interface Line {
  readonly script: string;
  readonly line: number;
  readonly type: string;
  /** "pass", "pass: …" with the trap, "fail: …" or "unsupported: …". Equal in runs that behave equally. */
  readonly result: string;
  /** For people: may differ between equal runs. */
  readonly detail?: string;
}

export interface Counts {
  readonly scripts: number;
  readonly pass: number;
  readonly fail: number;
  readonly unsupported: number;
}

export interface Difference {
  readonly at: string;
  readonly type: string;
  readonly original: string;
  readonly other: string;
  readonly detail: string | undefined;
}

export function formatLine(line: Line): string;
export function parseReport(text: string): readonly Line[];
export function summaryOf(lines: readonly Line[]): Readonly<Record<string, Counts>>;
export function differences(
  original: readonly Line[],
  other: readonly Line[],
): readonly Difference[];
