import { mkdirSync, writeFileSync } from "node:fs";

const folder = new URL("results/", import.meta.url);

/**
 * What a benchmark returns.
 * @typedef {object} Result
 * @property {string} title
 * @property {string[]} columns the first names the row
 * @property {(string | number)[][]} rows
 * @property {Figure[]} [figures]
 * @property {Record<string, number[]>} [samples]
 */

/**
 * A measured value and the goal it has.
 * @typedef {{ name: string, value: number, unit: string, atMost: number }} Figure
 */

/** A figure with its verdict. @returns {Figure & { reached: boolean }} */
export function figure(name, value, unit, atMost) {
  return { name, value, unit, atMost, reached: value <= atMost };
}

/** Writes results/<name>.json: one line per part, so that a diff shows which part changed. */
export function save(name, result) {
  const parts = Object.entries(result).map(
    ([key, part]) => `${JSON.stringify(key)}: ${JSON.stringify(part, rounded)}`,
  );
  mkdirSync(folder, { recursive: true });
  writeFileSync(new URL(`${name}.json`, folder), `{\n${parts.join(",\n")}\n}\n`);
}

/** Four significant digits are more than the machine repeats. */
function rounded(_key, value) {
  return typeof value === "number" && !Number.isInteger(value)
    ? Number(value.toPrecision(4))
    : value;
}
