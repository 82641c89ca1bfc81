// The Debian packages that the guests are made with, and how to tell that one is there.

import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

const PACKAGES = {
  clang: () => hasCommand("clang"),
  lld: () => hasCommand("wasm-ld"),
  "wasi-libc": () => hasFileOfClang("-print-file-name=libc.a"),
  "libclang-rt-dev-wasm32": () => hasFileOfClang("-print-libgcc-file-name"),
  "libc++-dev-wasm32": () => hasFileOfClang("-print-file-name=libc++.a"),
  wabt: () => hasCommand("wat2wasm"),
};

/** To follow the message of a build that failed: "" when everything is there. */
export function whatIsMissing() {
  const missing = Object.keys(PACKAGES).filter((name) => !PACKAGES[name]());
  if (missing.length === 0) return "";
  return `\nMissing on this machine, please install the Debian packages: ${missing.join(" ")}`;
}

function hasCommand(name) {
  return spawnSync(name, ["--version"]).error === undefined;
}

/** clang prints a bare name, or a path that does not exist, for what it does not find. */
function hasFileOfClang(question) {
  const { error, stdout } = spawnSync("clang", ["--target=wasm32-wasi", question]);
  return error === undefined && existsSync(stdout.toString().trim());
}
