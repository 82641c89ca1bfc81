// What is around WebAssembly guests: calls, plugins next to Extism, instances, resets, deadlines, rewriting.
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { findNode } from "@cofferdam/testing/nodes/find.mjs";
import { median, pairedRatio } from "../harness.mjs";
import { figure } from "../results.mjs";

const CHILD = fileURLToPath(new URL("../children/wasm.mjs", import.meta.url));
const MAJORS = [20, 24, 26];

export function run() {
  const found = MAJORS.map(findNode).filter(({ missing }) => !missing);
  const measured = found.map(({ major, path }) => ({ major, report: measure(path) }));
  const rows = measured.map(({ report }) => rowsOf(report));
  const names = rows[0].map(({ name }) => name);
  return {
    title: "wasm: what is around guests",
    columns: ["what", ...measured.map(({ major }) => `Node ${major}`)],
    rows: names.map((name, row) => [name, ...rows.map((of) => show(of[row].value))]),
    figures: measured.flatMap(({ major }, at) =>
      rows[at]
        .filter(({ atMost }) => atMost !== undefined)
        .map(({ name, value, atMost }) => figure(`${name}, Node ${major}`, value, "", atMost)),
    ),
    samples: Object.fromEntries(measured.map(({ major, report }) => [major, report])),
  };
}

function measure(node) {
  const options = { maxBuffer: Number.POSITIVE_INFINITY };
  return JSON.parse(execFileSync(node, ["--no-warnings", "--expose-gc", CHILD], options));
}

function rowsOf({ calls, plugins, instances, resets, overshoots, rewriting, idle }) {
  const slower = (length) => pairedRatio(plugins[length].cofferdam, plugins[length].Extism);
  return [
    row("raw call, ns", median(calls.raw)),
    row("armed call, ns", median(calls.armed), 80),
    row("performance.now(), which it calls once, ns", median(calls["performance.now()"])),
    ...Object.entries(plugins).flatMap(([length, samples]) => [
      ...Object.entries(samples).map(([who, ns]) =>
        row(`plugin, ${length} bytes, ${who}, ns`, median(ns)),
      ),
      row(`plugin, ${length} bytes, cofferdam / Extism`, slower(length), 0.1),
    ]),
    row("raw instance, µs", median(instances.raw)),
    row("instance from the cache / raw", pairedRatio(instances.cached, instances.raw), 1.2),
    row(`reset of ${resets.pages} pages, µs`, median(resets.reset), 40),
    row("deadline overshoot, p99 of all hangs, ms", percentile(overshoots, 0.99), 2),
    row("deadline overshoot, median, ms", percentile(overshoots, 0.5)),
    row("rewriting, MB/s", median(rewriting.rewriting)),
    row("rewriting, µs per KB", 1000 / median(rewriting.rewriting), 1000 / 30),
    row("rewriting for the first time, MB/s", rewriting.first),
    row("10,000 idle instances, MB", idle.cofferdam, 40),
    row("10,000 idle instances of plain V8, MB", idle.raw),
  ];
}

function row(name, value, atMost) {
  return { name, value, atMost };
}

function percentile(samples, part) {
  const all = Object.values(samples)
    .flat()
    .sort((a, b) => a - b);
  return all[Math.min(all.length - 1, Math.floor(all.length * part))];
}

function show(value) {
  return value < 10 ? value.toFixed(3) : value.toFixed(1);
}
