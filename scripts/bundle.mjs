// Makes one file of each entry point of a package, beside what tsc made: dist/<entry>.bundle.js. Node takes half a millisecond
// for every module file that it loads, and a helper process loads all of them before its first call.
//
//   node ../../scripts/bundle.mjs <entry> ...        in the package's folder, after tsc

import { rolldown } from "rolldown";

const entries = process.argv.slice(2);
const input = Object.fromEntries(entries.map((name) => [name, `dist/${name}.js`]));
const bundle = await rolldown({
  input,
  platform: "node",
  external: /^[^./]/, // other packages stay what they are: there is one copy of each in a process
  treeshake: false,
});
await bundle.write({
  dir: "dist",
  format: "esm",
  entryFileNames: "[name].bundle.js",
  chunkFileNames: "[name].bundle.js",
  sourcemap: true,
});
await bundle.close();
