// npm run bench [-- NAME...]     one benchmark after the other, each in a process of its own
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** The one that keeps both cores busy comes last. */
const all = [
  "native-call",
  "js-call",
  "node-ffi",
  "addon-call",
  "callbacks",
  "async",
  "ring",
  "helper",
  "memory",
  "fault",
  "deadline",
  "policy",
  "wasm",
  "wasm-kernels",
  "leak",
];
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !all.includes(name));
if (unknown.length > 0) {
  console.error(`No benchmark ${unknown.join(", ")}. There are: ${all.join(", ")}.`);
  process.exit(1);
}

const one = fileURLToPath(new URL("run-one.mjs", import.meta.url));
for (const name of asked.length > 0 ? asked : all) {
  // Asked for by name, it may take its time.
  const args = asked.length > 0 ? [one, name, "thorough"] : [one, name];
  const { status, signal } = spawnSync(process.execPath, args, { stdio: "inherit" });
  if (status !== 0) {
    console.error(`The benchmark ${name} ended with ${signal ?? `exit code ${status}`}.`);
    process.exitCode = 1;
  }
}
