// The hostile corpus: each crime is committed several times in this very process.

import { median } from "@cofferdam/bench/harness.mjs";
import { IsolationError, isolate } from "@cofferdam/core";
import { library } from "@cofferdam/ffi";
import { signals } from "@cofferdam/signals";
import { stack } from "@cofferdam/stack";
import { crimes, libraryPath } from "@cofferdam/testing/guests/crimes.mjs";
import { ailments } from "./host.mjs";
import { withQuietStderr } from "./quiet.mjs";
import { cyan, dim, green, isWide, red, yellow } from "./terminal.mjs";

const TIMES = 5;
const guard = isolate([signals(), stack()]);

/** @returns {{ committed: number, contained: number }} */
export function hostilePart() {
  console.log(
    dim(
      `  ${"a guest that …".padEnd(TITLE_WIDTH)}  what the host got${" ".repeat(GOT_WIDTH - 17)}      us`,
    ),
  );
  let contained = 0;
  const words = withQuietStderr(() => {
    for (const crime of crimes) if (witness(crime)) contained++;
  });
  if (words.length > 0) console.log(dim("\n  what they and the C library had to say about it:"));
  for (const line of new Set(words)) console.log(dim(`    ${line}`));
  return { committed: crimes.length, contained };
}

const TITLE_WIDTH = Math.max(...crimes.map(({ title }) => title.length));
const GOT_WIDTH = "StackOverflowError SIGSEGV SEGV_MAPERR".length;
const WHERE_WIDTH = 36;

function witness(crime) {
  // First, so that one sees who did it should the host not survive.
  process.stdout.write(`  ${crime.title.padEnd(TITLE_WIDTH)}  `);
  const { outcomes, times } = commit(crime);
  const [outcome] = outcomes;
  const wrong = [...outcomes.flatMap((one) => unexpected(crime, one)), ...ailments()];
  const took = dim(median(times).toFixed(0).padStart(8));
  console.log(describe(outcome) + took + dim(where(outcome, crime.name)));
  if (wrong.length > 0) console.log(red(`  NOT CONTAINED: ${[...new Set(wrong)].join(", ")}`));
  return wrong.length === 0;
}

function commit({ name, prototype, prepare }) {
  const guest = guard.openSync(library(libraryPath(name)));
  const prepared = prepare ? guest.func(prepare) : () => {};
  const crime = guest.func(prototype);
  const [outcomes, times] = [[], []];
  for (let time = 0; time < TIMES; time++) {
    prepared();
    const start = process.hrtime.bigint();
    const outcome = outcomeOf(crime);
    times.push(Number(process.hrtime.bigint() - start) / 1000);
    outcomes.push({ ...outcome, state: guest.status().state });
    guest.reopen();
  }
  guest.dispose();
  return { outcomes, times };
}

function outcomeOf(call) {
  try {
    return { value: call() };
  } catch (error) {
    return { error };
  }
}

/** What is not as the catalogue says. */
function unexpected({ expect, result }, { error, value, state }) {
  if (expect.kind === "none") return value === result ? [] : [`it returned ${value}`];
  if (!(error instanceof IsolationError)) return [`it gave ${error ?? value}`];
  const { fault } = error;
  const named = fault.frames.some(({ symbol }) => symbol === expect.frame);
  return Object.entries({
    kind: fault.kind === expect.kind,
    signal: fault.kind !== "signal" || fault.name === expect.signal,
    code: fault.kind !== "signal" || fault.codeName === expect.code,
    frames: expect.frame === undefined || named,
    quarantine: state === "quarantined",
  })
    .filter(([, right]) => !right)
    .map(([what]) => `unexpected ${what}`);
}

function describe({ error, value }) {
  if (error === undefined) return yellow(`returned ${value}`.padEnd(GOT_WIDTH));
  const { name = "", codeName = "", limit } = error.fault ?? {};
  const details = limit === undefined ? `${name} ${codeName}` : `at ${limit} bytes`;
  const rest = GOT_WIDTH - error.name.length - 1;
  return `${green(error.name)} ${cyan(details.padEnd(rest))}`;
}

/** The frame in the guest, not the one in the C library that it called. */
function where({ error }, name) {
  const frames = error?.fault?.frames.filter(({ symbol }) => symbol !== undefined) ?? [];
  const frame = frames.find(({ symbol }) => symbol.startsWith(name)) ?? frames[0];
  if (frame === undefined || !isWide(TITLE_WIDTH + GOT_WIDTH + WHERE_WIDTH + 14)) return "";
  return `  ${frame.symbol}+0x${frame.offset.toString(16)}`;
}
