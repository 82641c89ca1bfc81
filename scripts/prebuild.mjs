// Copies what build:native made into packages/*/prebuilds/<target>/, stripped; <target> is the argument, e.g. linux-x64.
import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

const target = process.argv[2];
if (!target) throw new Error("Expected a target, such as linux-x64, as the first argument.");

const packages = fileURLToPath(new URL("../packages/", import.meta.url));
for (const name of readdirSync(packages)) {
  const from = `${packages}${name}/build/Release/`;
  if (!existsSync(from)) continue;
  const to = `${packages}${name}/prebuilds/${target}/`;
  mkdirSync(to, { recursive: true });
  for (const file of readdirSync(from)) {
    execFileSync("strip", ["--strip-all", "-o", to + file, from + file]);
    chmodSync(to + file, 0o755);
    console.log(`packages/${name}/prebuilds/${target}/${file}`);
  }
}
