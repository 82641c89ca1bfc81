// Runs scripts of the core testsuite in this Node, and writes a report: a line for each command.
//
//   node run.mjs SCRIPTS REPORT [--transform MODULE] [--only PREFIX]
//
// SCRIPTS is the folder that prepareSuite() gives. MODULE is the URL of a module like transforms/identity.mjs. Prints
// the name of each script before it runs, so that one that hangs or crashes is known.

import { appendFileSync, readdirSync, readFileSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { formatLine } from "./report.mjs";
import { runScript } from "./script/run-script.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    transform: {
      type: "string",
      default: new URL("transforms/identity.mjs", import.meta.url).href,
    },
    only: { type: "string", default: "" },
  },
});
const [folder, report] = positionals;
const transform = await import(values.transform);

writeFileSync(report, "");
for (const path of readdirSync(folder, { recursive: true }).sort()) {
  const script = path.replace(/\.json$/, "");
  if (script === path || !script.startsWith(values.only)) continue;
  writeSync(1, `${script}\n`);
  appendFileSync(report, linesOf(script, JSON.parse(readFileSync(join(folder, path), "utf8"))));
}

function linesOf(script, { commands, modules }) {
  const read = (filename) => Uint8Array.from(Buffer.from(modules[filename], "base64"));
  return [...runScript(commands, { read, transform })]
    .map((verdict) => `${formatLine({ script, ...verdict })}\n`)
    .join("");
}
