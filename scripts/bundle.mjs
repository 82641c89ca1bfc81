// Makes one file of each entry point of a package, beside what tsc made: dist/<entry>.bundle.js. Node takes half a millisecond
// for every module file that it loads, and a helper process loads all of them before its first call.
//
//   node ../../scripts/bundle.mjs <entry>[,<entry>...] ...        in the package's folder, after tsc
//
// Entries with a comma between them share what both need: it is loaded once where both are.

import { rolldown } from "rolldown";

for (const group of process.argv.slice(2)) await bundle(group.split(","));

async function bundle(entries) {
  const input = Object.fromEntries(entries.map((name) => [name, `dist/${name}.js`]));
  const made = await rolldown({
    input,
    platform: "node",
    external: /^[^./]/, // other packages stay what they are: there is one copy of each in a process
    treeshake: false,
  });
  await made.write({
    dir: "dist",
    format: "esm",
    entryFileNames: "[name].bundle.js",
    chunkFileNames: "[name].bundle.js",
    sourcemap: true,
  });
  await made.close();
}
