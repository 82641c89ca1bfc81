// node loaded-before.mjs PACKAGE HOW    guards a package that somebody has loaded before; reports who has what
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { addon } from "@cofferdam/addons";
import { isolate } from "@cofferdam/core";
import { signals } from "@cofferdam/signals";

const [name, how] = process.argv.slice(2);
const require = createRequire(import.meta.url);
const guard = isolate([signals()]);
const open = () => guard.openSync(addon(name, { from: import.meta.url }));

const ways = {
  required: () => require(name),
  imported: async () => (await import(name)).default,
  "opened by us": () => open().exports,
};

const folder = mkdtempSync(join(tmpdir(), "cofferdam-"));
process.on("exit", () => rmSync(folder, { recursive: true }));

/** Each calls native code of the package. */
const uses = {
  bcrypt: (bcrypt) => bcrypt.hashSync("dry", 4),
  "sodium-native": (sodium) => sodium.randombytes_buf(Buffer.alloc(8)),
  "classic-level": ({ ClassicLevel }) => new ClassicLevel(folder).close(),
  koffi: (koffi) => koffi.sizeof("int"),
  snappy: (snappy) => snappy.compressSync("dry"),
};

const before = await ways[how]();
await uses[name](before);
const opened = open();

async function guardedCalls(exports) {
  const { calls } = opened.status();
  await uses[name](exports);
  return opened.status().calls - calls;
}

const guarded = (await guardedCalls(opened.exports)) > 0;
const leftAlone = (await guardedCalls(before)) === 0;
const again = await ways[how === "imported" ? how : "required"]();
console.log(JSON.stringify({ guarded, leftAlone, staysTheirs: again === before }));
