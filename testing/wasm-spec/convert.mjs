// Makes scripts to run of the testsuite's archives: one JSON file each, with the modules in it.

import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { assembleScript } from "./wast/assemble-script.mjs";

/** Scripts of `wast/` are converted here; those of `json/` were, by wabt, from an older revision. */
export async function convert(archives, into) {
  const unpacked = mkdtempSync(join(tmpdir(), "wasm-testsuite-"));
  try {
    for (const archive of archives) unpack(archive, unpacked);
    for (const path of readdirSync(unpacked, { recursive: true }).sort()) {
      if (path.endsWith(".wast")) {
        const text = readFileSync(join(unpacked, path), "utf8");
        write(into, join("wast", path), await assembleScript(text));
      }
      if (path.endsWith(".json")) write(into, path, withModules(join(unpacked, path)));
    }
  } finally {
    rmSync(unpacked, { recursive: true });
  }
}

function unpack(archive, folder) {
  const { status, stderr, error } = spawnSync("tar", ["-xzf", archive, "-C", folder], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`tar could not unpack ${archive}: ${error?.message ?? stderr}`);
}

function withModules(path) {
  const { commands } = JSON.parse(readFileSync(path, "utf8"));
  const modules = {};
  for (const { filename } of commands) {
    if (filename?.endsWith(".wasm")) {
      modules[filename] = readFileSync(join(dirname(path), filename)).toString("base64");
    }
  }
  return { commands, modules };
}

function write(into, path, script) {
  const to = join(into, path.replace(/\.(wast|json)$/, ".json"));
  mkdirSync(dirname(to), { recursive: true });
  writeFileSync(to, JSON.stringify(script));
}
