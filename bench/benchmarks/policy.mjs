// What a policy costs: to load it, to have it around calls, and to tell its decisions.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isolate } from "@cofferdam/core";
import { library } from "@cofferdam/ffi";
import { loadPolicy, openAuditLog } from "@cofferdam/policy";
import { signals } from "@cofferdam/signals";
import { stack } from "@cofferdam/stack";
import { libraryPath } from "@cofferdam/testing/guests/crimes.mjs";
import { callLoop, interleave, median, nanoseconds, pairedDifference } from "../harness.mjs";
import { figure } from "../results.mjs";

const HONEST = libraryPath("honest");
const ROUNDS = 41;
const LOADS = 41;
const POLICY_BYTES = 100_000;
const EVENTS = 20_000;

export async function run() {
  const folder = mkdtempSync(join(tmpdir(), "cofferdam-"));
  try {
    return report({
      loads: await loads(folder),
      calls: await calls(folder),
      events: events(folder),
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Milliseconds to read, parse and check a policy of 100 KB. */
async function loads(folder) {
  const path = join(folder, "large.toml");
  writeFileSync(path, largePolicy());
  const samples = [];
  for (let round = 0; round < LOADS + 5; round++) {
    const start = performance.now();
    await loadPolicy(path);
    if (round >= 5) samples.push(performance.now() - start);
  }
  return samples;
}

function largePolicy() {
  let text = "[ffi]\nenabled = true\n";
  for (let module = 0; text.length < POLICY_BYTES; module++) {
    text += `[wasm.modules."plugins/${module}.wasm"]\n`;
    text += `sha256 = "${"ab".repeat(32)}"\nmemory = "64MiB"\n`;
    text += 'imports = ["env.log", "wasi_snapshot_preview1.*"]\n';
    text += 'dirs = [{ guest = "/data", host = "./data", mode = "ro" }]\n';
  }
  return text;
}

/** Nanoseconds of a call, with the same layers around it. */
async function calls(folder) {
  const path = join(folder, "cofferdam.toml");
  const file = join(folder, "calls.jsonl");
  const given = `[ffi]\nenabled = true\ncall_timeout = 0\n[ffi.sandbox]\nallowed_libs = ["/**"]\n`;
  const guarded = (layers) =>
    callLoop("f(i, 7)", isolate(layers).openSync(library(HONEST)).func("int add(int a, int b)"));
  const policed = async (audit) => {
    writeFileSync(path, given + audit);
    return guarded((await loadPolicy(path)).layers({ signals, stack }));
  };
  const variants = {
    layers: guarded([signals(), stack()]),
    policy: await policed(""),
    "policy, audit of denials": await policed(`[audit]\nfile = "${file}"\nlevel = "warn"\n`),
  };
  return interleave(variants, { rounds: ROUNDS });
}

/** Nanoseconds that an event costs the thread that records it, with all that it does for it later. */
function events(folder) {
  const log = openAuditLog({ file: join(folder, "audit.jsonl"), queue: EVENTS, rotate: 0 });
  const kept = [];
  const ignored = [];
  for (let round = 0; round < ROUNDS; round++) {
    kept.push(
      nanoseconds(() => {
        for (let event = 0; event < EVENTS; event++) log.record(decision);
        log.flush();
      }) / EVENTS,
    );
    const entry = { ...decision, level: "debug" }; // below the log's level: nobody listens
    ignored.push(
      nanoseconds(() => {
        for (let event = 0; event < EVENTS; event++) log.record(entry);
      }) / EVENTS,
    );
  }
  log.close();
  return { kept, ignored };
}

const decision = {
  kind: "library",
  target: "/opt/libs/libparser.so",
  action: "call",
  resource: "parse",
  outcome: "allow",
  rule: { key: "ffi.sandbox.allowed_libs", file: "cofferdam.toml", line: 7 },
  generation: 1,
  level: "info",
};

function report({ loads, calls, events }) {
  const added = (name) => pairedDifference(calls[name], calls.layers);
  const rows = [
    ["load a policy of 100 KB, ms", median(loads), 5],
    ["added to a linked call, ns", added("policy"), 20],
    ["the same, with a log of denials, ns", added("policy, audit of denials"), 20],
    ["an audit event, hashed and written, µs", median(events.kept) / 1000, 5],
    ["an event that nobody listens to, µs", median(events.ignored) / 1000, 0.2],
  ];
  return {
    title: "policy: what it costs to load, to have and to tell",
    columns: ["what", "measured", "goal"],
    rows: rows.map(([what, measured, atMost]) => [what, measured.toFixed(3), atMost]),
    figures: rows.map(([what, measured, atMost]) => figure(what, measured, "", atMost)),
    samples: { loads, calls, events },
  };
}
