// Commits a crime of the catalogue under limits, and says what became of it.
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isolate } from "@cofferdam/core";
import { hostFiles, wasm, wasmModule } from "@cofferdam/wasm-runtime";
import { wasmPath } from "../paths.mjs";

const PAGE_BYTES = 2 ** 16;

/** @type {import("./commit.d.mts").commitUnderLimits} */
export function commitUnderLimits(
  { module, linking, imports, folder, call, wants = {}, after },
  { timeout },
) {
  const { pages = 256, tableEntries = 1000 } = wants;
  const limits = { timeout, fuel: 0, memory: pages * PAGE_BYTES, tableElements: tableEntries };
  const guard = isolate([wasm({ limits, afterFault: "continue" })]);
  const world = folder && makeFolder();
  const usesWasi = linking === "wasi" || linking === "command";
  const mounts = world && {
    [folder]: hostFiles(join(world, "given"), { mode: "rw", quota: 2 ** 20 }),
  };
  let plugin;
  let at = "open";
  try {
    const guest = {
      call: (symbol, ...args) => plugin.exports[symbol](...args),
      get memory() {
        return plugin.memory;
      },
    };
    const granted = imports?.(guest) ?? {};
    plugin = guard.openSync(
      wasmModule(wasmPath(module), {
        imports: granted,
        ...(usesWasi && { wasi: { ...(mounts && { mounts }) } }),
      }),
    );
    at = "call";
    if (linking === "plugin") return { at, kind: "none", value: exchange(plugin) };
    const symbol = linking === "command" ? "_start" : call.export;
    const { value, report } = plugin.call(symbol, ...(linking === "command" ? [] : call.args));
    const { stdoutTruncated } = report;
    return { at, kind: "none", value, stdoutTruncated, ...then(plugin, after), ...left(world) };
  } catch (error) {
    const kind = error.fault?.kind ?? (/^ERR_WASM/.test(error.code) ? "setup" : error.name);
    const told = {
      code: error.code,
      exitCode: error.exitCode,
      message: error.message.slice(0, 200),
    };
    return { at, kind, ...told, ...(at === "call" && then(plugin, after)), ...left(world) };
  } finally {
    plugin?.dispose();
    if (world) rmSync(world, { recursive: true });
  }
}

/** Some lie late. */
function exchange(plugin) {
  const requests = ["e, whatever", "once more", "and again"].map((text) => Buffer.from(text));
  return requests.map((request) => Buffer.from(plugin.invoke(request)).toString("latin1"));
}

/** What the next call finds. */
function then(plugin, after) {
  if (after === undefined) return {};
  return { after: plugin.exports[after.export](...after.args) };
}

function makeFolder() {
  const folder = mkdtempSync(join(tmpdir(), "cofferdam-crime-"));
  mkdirSync(join(folder, "given"));
  writeFileSync(join(folder, "secret.txt"), "nobody's business");
  return folder;
}

function left(world) {
  return world ? { beside: readdirSync(world) } : {};
}
