// Opens modules with a folder as their cache: one line of JSON, with what each `run` returned, the figures and the warnings.
//
//   node cache.mjs <folder> <bytes> <rounds> <module> ...
import { isolate } from "@cofferdam/core";
import { wasm, wasmModule } from "@cofferdam/wasm-runtime";

const [folder, folderSize, rounds, ...modules] = process.argv.slice(2);
const warnings = [];
process.on("warning", ({ code, message }) => warnings.push({ code, message }));

const results = [];
const figures = [];
for (let round = 0; round < Number(rounds); round++) {
  const layer = wasm({ cache: { memory: 0, folder, folderSize: Number(folderSize) } });
  for (const path of modules) {
    const guest = isolate([layer]).openSync(wasmModule(path));
    results.push(guest.exports.run());
    guest.dispose();
  }
  figures.push(layer.status().cache.folder);
}
setImmediate(() => console.log(JSON.stringify({ results, figures, warnings })));
