// WebAssembly guests: real programs and a plugin at work under limits, and then every hostile module that we have.
import { isolate } from "@cofferdam/core";
import { wasmCrimes } from "@cofferdam/testing/wasm/crimes.mjs";
import { missingFeatures } from "@cofferdam/testing/wasm/features.mjs";
import { commitUnderLimits } from "@cofferdam/testing/wasm/limited/commit.mjs";
import { expectedOutcome } from "@cofferdam/testing/wasm/limited/expected.mjs";
import { wasmPath } from "@cofferdam/testing/wasm/paths.mjs";
import { quickJsHost, quickJsPath, startQuickJs } from "@cofferdam/testing/wasm/real/quickjs.mjs";
import { startSqlite } from "@cofferdam/testing/wasm/real/sqlite.mjs";
import { memoryFiles, wasm, wasmModule } from "@cofferdam/wasm-runtime";
import { ailments } from "./host.mjs";
import { dim, green, red, report, yellow } from "./terminal.mjs";

const WORDS = 2000;
const TEXTS = 1000;
const TIMEOUT_MS = 60;
const guard = isolate([wasm({ limits: { timeout: 10_000, fuel: 0 } })]);

/** @returns {{ checks: boolean[], committed: number, contained: number }} */
export function wasmPart(text) {
  const checks = [sqlite(text), quickJs(), plugin(text)];
  console.log(dim(`\n  ${"a module that …".padEnd(TITLE_WIDTH)}  what the host got`));
  const possible = wasmCrimes.filter(({ needs }) => missingFeatures(needs).length === 0);
  const contained = possible.filter(witness).length;
  return { checks, committed: possible.length, contained };
}

/** SQLite, compiled to wasm, on files in memory. */
function sqlite(text) {
  const guest = guard.openSync(
    wasmModule(wasmPath("sqlite"), { wasi: { mounts: { "/data": memoryFiles() } } }),
  );
  const words = text.match(/[A-Za-z]{4,}/g).slice(0, WORDS);
  const database = startSqlite(guest.exports, "/data/words.db");
  database.run("CREATE TABLE words (word TEXT)");
  database.run(`INSERT INTO words VALUES ${words.map((word) => `('${word}')`).join(",")}`);
  const counted = database.run("SELECT count(DISTINCT word) FROM words").trim();
  const right = counted === String(new Set(words).size);
  return report(right, `SQLite counts ${WORDS} words in a file in memory, = JavaScript`);
}

/** An interpreter of JavaScript, within its fuel; and a script that does not end. */
function quickJs() {
  const source = wasmModule(quickJsPath, { imports: { env: quickJsHost() }, wasi: {} });
  const limits = { timeout: TIMEOUT_MS };
  const guest = isolate([wasm({ limits, afterFault: "continue" })]).openSync(source);
  const script = "[5, 3, 9].sort().map((n) => n * n).join()";
  const engine = startQuickJs(guest.exports);
  const value = engine.evaluate(script);
  let code;
  try {
    engine.evaluate("for (;;);");
  } catch (error) {
    code = error.code;
  }
  // as it was when it was opened: not started yet
  const again = startQuickJs(guest.exports).evaluate("6 * 7");
  const right = value === "9,25,81" && code === "ERR_ISOLATION_TIMEOUT" && again === "42";
  return report(right, `QuickJS runs scripts; one that does not end is ended (${code})`);
}

/** Bytes there, bytes back. */
function plugin(text) {
  const source = wasmModule(wasmPath("plugin"), {
    imports: { env: { host_transform: () => -1 } },
    wasi: {},
  });
  const guest = guard.openSync(source);
  const begun = performance.now();
  let right = true;
  for (let at = 0; at < TEXTS; at++) {
    const piece = Buffer.from(text.slice(at * 64, at * 64 + 64), "latin1");
    const counted = Buffer.from(guest.invoke(Buffer.concat([Buffer.from("v"), piece])));
    right &&= counted.readUInt32LE() === vowelsIn(piece.toString("latin1"));
  }
  const each = (((performance.now() - begun) * 1000) / TEXTS).toFixed(1);
  return report(right, `a plugin counts vowels of ${TEXTS} texts, = JavaScript (${each} µs each)`);
}

function vowelsIn(text) {
  return text.match(/[aeiou]/gi)?.length ?? 0;
}

const GOT_WIDTH = "ERR_ISOLATION_STACK_OVERFLOW".length;
const TITLE_WIDTH = Math.max(...wasmCrimes.map(({ title }) => title.length));

/** Is it contained? */
function witness(crime) {
  // first, so that one sees who did it should the host not survive
  process.stdout.write(`  ${crime.title.padEnd(TITLE_WIDTH)}  `);
  const begun = performance.now();
  const outcome = commitUnderLimits(crime, { timeout: TIMEOUT_MS });
  const took = dim(`${(performance.now() - begun).toFixed(0)} ms`.padStart(8));
  const { kind, code } = outcome;
  const got =
    kind === "none" ? yellow("no harm".padEnd(GOT_WIDTH)) : green((code ?? kind).padEnd(GOT_WIDTH));
  console.log(`${got}${took}`);
  const wrong = [...ailments(), ...unexpected(crime, outcome)];
  if (wrong.length > 0) console.log(red(`  NOT CONTAINED: ${wrong.join(", ")}`));
  return wrong.length === 0;
}

/** What is not as the catalogue says. */
function unexpected(crime, { at, kind, beside = ["given", "secret.txt"] }) {
  const expected = expectedOutcome(crime);
  return [
    ...(kind === expected.kind && at === expected.at ? [] : [`it ended in ${kind}`]),
    ...(beside.join() === "given,secret.txt" ? [] : [`it left ${beside.join(", ")}`]),
  ];
}
