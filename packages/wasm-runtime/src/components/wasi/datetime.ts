/** datetime of wasi:clocks/wall-clock. */
export interface Datetime {
  readonly seconds: bigint;
  readonly nanoseconds: number;
}

const SECOND = 1_000_000_000n;

/** @param time nanoseconds since 1970; what was before is not told */
export function datetimeOf(time: bigint): Datetime {
  const positive = time > 0n ? time : 0n;
  return { seconds: positive / SECOND, nanoseconds: Number(positive % SECOND) };
}

/** @returns nanoseconds since 1970 */
export function timeOf({ seconds, nanoseconds }: Datetime): bigint {
  return seconds * SECOND + BigInt(nanoseconds);
}
