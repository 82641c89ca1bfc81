// node tape.mjs PACKAGE FILE...     runs a package's own tests, written for tape, on the guarded package
import { createRequire } from "node:module";
import { addon } from "@cofferdam/addons";
import { isolate } from "@cofferdam/core";
import { signals } from "@cofferdam/signals";
import { stack } from "@cofferdam/stack";

const [name, ...files] = process.argv.slice(2);
const opened = isolate([signals(), stack()]).openSync(addon(name, { from: import.meta.url }));
const require = createRequire(import.meta.url);

// before tape's own handler, which ends the process
process.on("exit", () => {
  const { calls, faults, state } = opened.status();
  const { count: tests, fail } = results;
  console.log(JSON.stringify({ tests, fail, calls, faults, state }));
});

const results = require("tape").getHarness()._results;
for (const file of files) require(file);
