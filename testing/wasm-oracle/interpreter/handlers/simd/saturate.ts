const RANGES = {
  i8: [-128, 127],
  u8: [0, 255],
  i16: [-32768, 32767],
  u16: [0, 65535],
  i32: [-(2 ** 31), 2 ** 31 - 1],
  u32: [0, 2 ** 32 - 1],
} as const;

export type Narrow = keyof typeof RANGES;

/** The nearest value that the lane has; 0 for a NaN. */
export function saturate(lane: Narrow, value: number): number {
  const [low, high] = RANGES[lane];
  if (Number.isNaN(value)) return 0;
  return Math.trunc(Math.min(Math.max(value, low), high));
}
