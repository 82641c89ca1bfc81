import { fail, show } from "./errors.js";

const units: Readonly<Record<string, number>> = { B: 1, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30 };

/** A number of bytes, or a text such as "64KiB". */
export type Size = number | string;

/**
 * Bytes of a size.
 *
 * @param name the option, for the error
 * @throws ERR_OPTION_TYPE or ERR_OPTION_RANGE
 */
export function bytesOf(
  size: Size,
  name: string,
  { min = 0, max = 2 ** 47 }: { min?: number; max?: number } = {},
): number {
  const bytes = typeof size === "string" ? parse(size) : size;
  if (typeof bytes !== "number" || !Number.isSafeInteger(bytes)) {
    throw fail(
      "ERR_OPTION_TYPE",
      `Expected a size for \`${name}\`, got ${show(size)}. ` +
        `Give whole bytes, or a text such as "${exampleOf(min, max)}".`,
    );
  }
  if (bytes >= min && bytes <= max) return bytes;
  throw fail(
    "ERR_OPTION_RANGE",
    `Expected ${min} to ${max} bytes for \`${name}\`, got ${show(size)}.`,
  );
}

/** A text that is in the range. */
function exampleOf(min: number, max: number): string {
  const fits = (text: string) => parse(text) >= min && parse(text) <= max;
  return ["64KiB", "1KiB"].find(fits) ?? `${min}B`;
}

function parse(text: string): number {
  const match = /^(\d+) ?(B|KiB|MiB|GiB)$/.exec(text);
  return match ? Number(match[1]) * (units[match[2] as string] as number) : Number.NaN;
}
