// An addon whose functions are those of a library that it is linked with.
import { copyFileSync } from "node:fs";
import { createRequire } from "node:module";
import { open, outcome, report } from "./setup.mjs";

const file = process.argv[4];
const copy = file.replace(".node", ".copy.node");
copyFileSync(file, copy);
const { exports: guest } = open();
const unguarded = createRequire(import.meta.url)(copy);

await report({
  crashes: () => Array.from({ length: 5 }, () => outcome(guest.crash)),
  answer: () => guest.answer(),
  unguarded: () => unguarded.answer(),
});
