// Makes rows of the table of honest guests.

/**
 * @typedef {import("../honest.d.mts").HonestGuest} HonestGuest
 * @typedef {import("../honest.d.mts").HonestCall} HonestCall
 * @typedef {import("../honest.d.mts").Value} Value
 */

/**
 * @param {string} name
 * @param {string} title
 * @param {readonly HonestCall[]} calls
 * @param {readonly Value[]} [benchArgs] of its export `run`
 * @returns {HonestGuest}
 */
export function kernel(name, title, calls, benchArgs) {
  const bench = benchArgs && { bench: call("run", benchArgs, undefined) };
  return Object.freeze({ name, title, needs: [], linking: "none", calls, ...bench });
}

/**
 * @param {HonestGuest["needs"]} needs
 * @param {string} name
 * @param {string} title
 * @param {readonly HonestCall[]} calls
 * @returns {HonestGuest}
 */
export function needing(needs, name, title, calls) {
  return Object.freeze({ ...kernel(name, title, calls), needs });
}

/**
 * @param {string} name
 * @param {readonly Value[]} args
 * @param {HonestCall["value"]} value
 * @returns {HonestCall}
 */
export function call(name, args, value) {
  return Object.freeze({ export: name, args, value });
}
