// Commits crimes of testing/wasm by asynchronous calls, in a place; one line of JSON: what came of each.
//
//   node parity.mjs <thread | worker | helper> <name> ...         only ever as a child with a time limit
import { isolate } from "@cofferdam/core";
import { processHelper } from "@cofferdam/process-helper";
import { wasmCrimes } from "@cofferdam/testing/wasm/crimes.mjs";
import { wasmPath } from "@cofferdam/testing/wasm/paths.mjs";
import { memoryFiles, wasm, wasmModule } from "@cofferdam/wasm-runtime";

const PAGE_BYTES = 2 ** 16;
const [place, ...names] = process.argv.slice(2);

const ends = {};
for (const name of names) ends[name] = await commit(wasmCrimes.find((row) => row.name === name));
console.log(JSON.stringify(ends, (_, value) => (typeof value === "bigint" ? `${value}n` : value)));

async function commit({ module, linking, imports, folder, call, wants = {}, after }) {
  const { pages = 256, tableEntries = 1000 } = wants;
  const limits = { timeout: 200, fuel: 0, memory: pages * PAGE_BYTES, tableElements: tableEntries };
  const layers = [wasm({ limits, worker: place === "worker", afterFault: "continue" })];
  if (place === "helper") layers.unshift(processHelper());
  const usesWasi = linking === "wasi" || linking === "command";
  const wasi = { ...(folder && { mounts: { [folder]: memoryFiles() } }) };
  let plugin;
  const end = {};
  try {
    const granted = imports?.({}) ?? {};
    const target = wasmModule(wasmPath(module), { imports: granted, ...(usesWasi && { wasi }) });
    plugin = await isolate(layers).open(target);
    if (linking === "plugin") end.replies = await exchange(plugin);
    else {
      const symbol = linking === "command" ? "_start" : call.export;
      const args = linking === "command" ? [] : call.args;
      const { value, report } = await plugin.call.async(symbol, ...args);
      Object.assign(end, { value, stdoutTruncated: report.stdoutTruncated });
    }
  } catch (error) {
    Object.assign(end, { at: plugin ? "call" : "open", ...told(error) });
  }
  if (plugin && after) end.after = await plugin.exports[after.export].async(...after.args);
  if (plugin) {
    const { faults, tainted } = plugin.status();
    Object.assign(end, { faults, tainted });
    plugin.dispose();
  }
  return end;
}

function told({ code, name, message, fault, symbol, exitCode }) {
  if (!fault) return { code, name, exitCode, message: message.slice(0, 100) };
  const { elapsed, frames, pc, ...same } = fault; // where it is when its time is up is up to the machine
  return { code, fault: fault.kind === "trap" ? { ...same, frames } : same, symbol };
}

/** Some lie late. */
async function exchange(plugin) {
  const replies = [];
  for (const text of ["e, whatever", "once more", "and again"]) {
    replies.push(Buffer.from(await plugin.invoke.async(Buffer.from(text))).toString("latin1"));
  }
  return replies;
}
