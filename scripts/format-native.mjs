// Runs clang-format, with the options given, over every C and C++ file that is ours.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../", import.meta.url));
const packages = readdirSync(`${root}packages`).map((name) => `packages/${name}`);
const folders = [
  ...packages.flatMap((p) => [`${p}/native`, `${p}/include`]),
  "testing/guests",
  "testing/wasm",
  "bench/native",
  "testing/native",
];

const files = folders
  .filter((folder) => existsSync(root + folder))
  .flatMap((folder) => readdirSync(root + folder, { recursive: true }).map((f) => `${folder}/${f}`))
  .filter((file) => /\.(c|cc|h)$/.test(file) && !file.includes("/build/"))
  // clang-format would join the lines of a header that holds assembly
  .filter((file) => !/^\s*\.macro\b/m.test(readFileSync(root + file, "utf8")));

const { status, error } = spawnSync("clang-format", [...process.argv.slice(2), ...files], {
  cwd: root,
  stdio: "inherit",
});
if (error) console.error(`Cannot run clang-format: ${error.message}. On Debian: apt install it.`);
process.exit(status ?? 1);
