// Runs turbo with telemetry and the update check off, on every platform.
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";

const bin = createRequire(import.meta.url).resolve("turbo/bin/turbo");
const { status, signal } = spawnSync(process.execPath, [bin, ...process.argv.slice(2)], {
  stdio: "inherit",
  env: { ...process.env, TURBO_TELEMETRY_DISABLED: "1", DO_NOT_TRACK: "1" },
});
if (signal) process.kill(process.pid, signal);
process.exit(status ?? 1);
