// What a guarded call costs through the node:ffi of Node 26, next to the same call without the gate.
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { findNode } from "@cofferdam/testing/nodes/find.mjs";
import { median, pairedDifference, pairedRatio } from "../harness.mjs";

const PROCESSES = 7;
/** V8 comes to its fast calls of both functions in about every second process: only those are compared. Without
 *  them a call takes 130 ns, plain or guarded. */
const FAST_CALL_NS = 80;
const MOST_TRIES = 40;
const CHILD = fileURLToPath(new URL("../children/node-ffi.mjs", import.meta.url));

/** Which layers, and who asks for the error: nobody, the caller, or the function that guard() makes. */
const variants = [
  ["none", "plain again"],
  ...["signals", "signals + stack"].flatMap((list) =>
    ["bare", "takeError()", "guard()"].map((how) => [list, how]),
  ),
];

export function run() {
  const { path, missing } = findNode(26);
  if (path === undefined) throw new Error(missing);
  const measured = variants.map((variant) => measure(path, variant));
  return {
    title: `node-ffi: add(int, int) through node:ffi of Node ${measured[0].node} (median of ${PROCESSES} processes)`,
    columns: ["layers", "error", "plain ns", "ns more", "ratio to plain"],
    rows: measured.map(row),
    samples: Object.fromEntries(measured.map(({ variant, samples }) => [variant, samples])),
  };
}

function measure(node, variant) {
  const found = [];
  for (let tries = 0; found.length < PROCESSES; tries++) {
    if (tries === MOST_TRIES) throw new Error(`V8 made no fast calls in ${tries} processes`);
    const one = measureOnce(node, variant);
    if (Object.values(one.samples).every((ns) => median(ns) < FAST_CALL_NS)) found.push(one);
  }
  return {
    node: found[0].node,
    variant: variant.join(", "),
    samples: found.map(({ samples }) => samples),
  };
}

function measureOnce(node, variant) {
  const options = { maxBuffer: Number.POSITIVE_INFINITY };
  return JSON.parse(execFileSync(node, ["--no-warnings", CHILD, ...variant], options));
}

function row({ variant, samples }) {
  const over = (figure) => median(samples.map(({ plain, variant }) => figure(variant, plain)));
  return [
    ...variant.split(", "),
    median(samples.map(({ plain }) => median(plain))).toFixed(1),
    over(pairedDifference).toFixed(1),
    over(pairedRatio).toFixed(2),
  ];
}
