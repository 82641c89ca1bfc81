// Runs the core testsuite in a Node of one's choice: in a process of its own, which may hang or crash.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseReport } from "./report.mjs";
import { prepareSuite } from "./suite.mjs";

const RUN = fileURLToPath(new URL("run.mjs", import.meta.url));
/** Only for what hangs: it takes seconds. */
const TIMEOUT_MS = 300_000;

/** @type {import("./run-suite.d.mts").runSuite} */
export async function runSuite(options = {}) {
  const { node = process.execPath, transform, only, timeout = TIMEOUT_MS } = options;
  const scripts = await prepareSuite();
  const folder = mkdtempSync(join(tmpdir(), "wasm-spec-"));
  const report = join(folder, "report.txt");
  const args = [RUN, scripts, report];
  if (transform !== undefined) args.push("--transform", String(transform));
  if (only !== undefined) args.push("--only", only);
  try {
    const stdio = ["ignore", "pipe", "inherit"];
    await runToItsEnd(spawn(node, args, { stdio, timeout, killSignal: "SIGKILL" }));
    return parseReport(readFileSync(report, "utf8"));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function runToItsEnd(child) {
  let printed = "";
  child.stdout.setEncoding("utf8").on("data", (text) => {
    printed += text;
  });
  const [status, signal] = await once(child, "close");
  if (status === 0) return;
  const script = printed.trimEnd().split("\n").at(-1) || "(none)";
  throw new Error(`The run ended with ${signal ?? status} in the script ${script}.`);
}
