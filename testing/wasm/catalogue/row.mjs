// Makes rows of the catalogue.

/**
 * @typedef {import("../crimes.d.mts").WasmCrime} WasmCrime
 * @typedef {import("../crimes.d.mts").Expectation} Expectation
 * @typedef {import("../crimes.d.mts").RawOutcome} RawOutcome
 */

/**
 * A crime whose module has its name, imports nothing, and is committed by run().
 * @param {string} name
 * @param {string} title
 * @param {Expectation | Expectation["kind"]} expect
 * @param {RawOutcome} raw
 * @param {Partial<WasmCrime>} [more]
 * @returns {WasmCrime}
 */
export function crime(name, title, expect, raw, more) {
  return Object.freeze({
    name,
    title,
    module: name,
    needs: [],
    linking: "none",
    call: run(),
    expect: typeof expect === "string" ? { kind: expect } : expect,
    raw,
    ...more,
  });
}

/** @param {import("../honest.d.mts").Value[]} args */
export function run(...args) {
  return Object.freeze({ export: "run", args: Object.freeze(args) });
}

/** @type {RawOutcome} */
export const HANGS = Object.freeze({ kind: "hangs" });
/** @type {RawOutcome} */
export const GROWS = Object.freeze({ kind: "grows" });

/**
 * @param {string} type
 * @param {string} [message]
 * @returns {RawOutcome}
 */
export function throws(type, message) {
  return Object.freeze({ kind: "throws", type, ...(message && { message }) });
}

/**
 * @param {unknown} value
 * @returns {RawOutcome}
 */
export function returns(value) {
  return Object.freeze({ kind: "returns", value });
}

/**
 * @param {number} ms
 * @returns {RawOutcome}
 */
export function holds(ms) {
  return Object.freeze({ kind: "holds", ms });
}

/** Host functions that do no harm: what they are called with is what they give. */
export const env = () => ({ env: { host: (value) => value } });
