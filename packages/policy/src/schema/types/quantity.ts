/** Numbers that may be written with a unit: sizes in bytes, durations in milliseconds. */
import * as z from "zod/mini";
import { MAX_BYTES, MAX_MS } from "../limits.js";
import type { ValueType } from "../table.js";

type Units = readonly (readonly [unit: string, factor: number])[];

/** The smallest first. */
const sizes: Units = [
  ["B", 1],
  ["KiB", 2 ** 10],
  ["MiB", 2 ** 20],
  ["GiB", 2 ** 30],
];
const durations: Units = [
  ["ms", 1],
  ["s", 1000],
  ["m", 60_000],
  ["h", 3_600_000],
];

interface Bounds {
  readonly min?: number;
  readonly max?: number;
  /** It is a limit, and 0 is none. */
  readonly orNone?: boolean;
}

type Quantity = number | string;

/** `67108864` or `"64MiB"`. */
export function size(bounds: Bounds = {}): ValueType<number, Quantity> {
  const shown = 'a size in bytes, or a text such as "64MiB" (B, KiB, MiB, GiB)';
  return quantity({ name: "size", unit: "bytes", shown, units: sizes, most: MAX_BYTES }, bounds);
}

/** `3000` or `"3s"`. */
export function duration(bounds: Bounds = {}): ValueType<number, Quantity> {
  const shown = 'a duration in milliseconds, or a text such as "500ms" or "3s" (ms, s, m, h)';
  return quantity({ name: "duration", unit: "ms", shown, units: durations, most: MAX_MS }, bounds);
}

interface Kind {
  readonly name: string;
  readonly unit: string;
  /** To follow "expected". */
  readonly shown: string;
  readonly units: Units;
  readonly most: number;
}

function quantity(kind: Kind, bounds: Bounds): ValueType<number, Quantity> {
  const { name, unit, shown, units, most } = kind;
  const { min = 0, max = most, orNone = false } = bounds;
  const range = rangeText(kind, bounds);
  const error = `${shown}; ${range}`;
  const isAllowed = (value: number) => (orNone && value === 0) || (value >= min && value <= max);
  const schema = z.pipe(
    writtenSchema(units, max, error),
    z.transform((given: Quantity, { issues }) => {
      const value = typeof given === "number" ? given : numberIn(given, units);
      if (!isAllowed(value)) issues.push({ code: "custom", message: error, input: given });
      return value;
    }),
  );
  const isOwn = bounds.min !== undefined || bounds.max !== undefined;
  return { name: isOwn ? `${name}, ${range}` : name, unit, schema };
}

function writtenSchema(units: Units, max: number, error: string) {
  const names = units.map(([name]) => name).join("|");
  const text = z.string({ error }).check(z.regex(new RegExp(`^\\d+ ?(?:${names})$`), { error }));
  const number = z.int({ error }).check(z.minimum(0, { error }), z.maximum(max, { error }));
  return z.union([text, number], { error });
}

function rangeText({ units, most }: Kind, { min = 0, max = most, orNone }: Bounds): string {
  const range = `${textOf(min, units)} to ${textOf(max, units)}`;
  return orNone ? `${range}, or 0 for no limit` : range;
}

function numberIn(text: string, units: Units): number {
  const [, digits, unit] = /^(\d+) ?(\w+)$/.exec(text) as unknown as [string, string, string];
  return Number(digits) * (units.find(([name]) => name === unit)?.[1] as number);
}

/** In the largest unit that it is a whole number of. */
function textOf(value: number, units: Units): string {
  const [unit, factor] = units.findLast(
    ([, factor]) => value >= factor && value % factor === 0,
  ) ?? ["", 1];
  return value === 0 ? "0" : `${value / factor}${unit}`;
}
