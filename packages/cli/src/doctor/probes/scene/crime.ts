import { type Fault, outcome } from "@cofferdam/core";
import { no, type Seen, yes } from "../../probe.js";

/** What a crime is to come to, in words: `SIGSEGV`. undefined: this fault is not what was to come. */
type Expected = (fault: Fault) => string | undefined;

/**
 * Commits it, and looks whether the library is well afterwards.
 *
 * @param deed in words
 * @param after a call that is good, if all is well
 */
export function contained(
  deed: string,
  crime: () => unknown,
  expected: Expected,
  after: () => boolean,
): Seen {
  const result = outcome(crime);
  if (result.ok) return no(`${deed} was done: nobody noticed`);
  const what = expected(result.fault);
  if (what === undefined) return no(`${deed} came to something else: ${faultText(result.fault)}`);
  return after()
    ? yes(`${deed}: ${what}; the next call is good`)
    : no(`${deed}: ${what}; but the next call is wrong`);
}

/** A system call that is to fail, or to end the helper. @param failed whether what it returned says that it failed */
export function forbidden(
  deed: string,
  crime: () => unknown,
  failed: (returned: unknown) => boolean = (returned) => returned === -1,
): Seen {
  const result = outcome(crime);
  if (result.ok) return failed(result.value) ? yes(`${deed} failed`) : no(`${deed} was done`);
  const { fault } = result;
  if (fault.kind !== "violation") return no(`${deed} came to something else: ${faultText(fault)}`);
  return yes(`${deed}: the system call ${fault.resource} ended the helper`);
}

function faultText(fault: Fault): string {
  if (fault.kind === "exit")
    return `the helper ended with ${fault.signal ?? `code ${fault.exitCode}`}`;
  return fault.kind === "signal" ? fault.name : fault.kind;
}
