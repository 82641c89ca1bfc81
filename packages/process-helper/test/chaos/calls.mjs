// Calls whose values are known, each under a number of its own that the guest writes down when it does it.
import assert from "node:assert/strict";
import { IsolationError } from "@cofferdam/core";

/** How calls may end that got no value, and how often each did. */
export const endings = { value: 0, exit: 0, timeout: 0, busy: 0 };

/** Numbers of calls that gave their value. */
export const answered = new Set();
let last = 0;

/** @returns how many numbers were given */
export const given = () => last;

/** Name of the function, its arguments for a number, and the value. */
const calls = [
  (f, n) => [f.done, [n], n],
  (f, n, r) => {
    const length = r(9000) + 1; // some have no room with the answer
    return [f.text, [n, length], String.fromCharCode(97 + (n % 26)).repeat(length)];
  },
  (f, n, r) => {
    const bytes = Buffer.alloc(r(500) + 1, n);
    const check = () => assert.deepEqual(bytes, Buffer.alloc(bytes.length, n + 1));
    return [f.bytes, [n, bytes, bytes.length], n, check];
  },
  // the callback's numbers are the call's own: one of another call would be seen
  (f, n) => [f.callBack, [(value) => (value === n ? f.done(n) : -2), n], n + 1],
];

export function callOnce(f, random) {
  const number = ++last;
  const [call, args, value, check] = calls[random(calls.length)](f, number, random);
  try {
    right(number, call(...args), value, check);
  } catch (error) {
    fell(error);
  }
}

export async function callOnceAsync(f, random) {
  const number = ++last;
  const [call, args, value, check] = calls[random(calls.length)](f, number, random);
  try {
    right(number, await call.async(...args), value, check);
  } catch (error) {
    fell(error);
  }
}

function right(number, got, value, check) {
  assert.deepEqual(got, value);
  check?.();
  answered.add(number);
  endings.value++;
}

export function fell(error) {
  const kind = error.code === "ERR_HELPER_BROKEN" ? "busy" : error.fault?.kind;
  if (!(error instanceof IsolationError) && kind !== "busy") throw error;
  if (!(kind in endings)) throw error;
  endings[kind]++;
}
