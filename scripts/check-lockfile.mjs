// Fails on a package-lock.json that lacks an optional platform package (`npm ci` would fail) or names a registry.
import { readFileSync } from "node:fs";

const { packages } = JSON.parse(
  readFileSync(new URL("../package-lock.json", import.meta.url), "utf8"),
);

/** Whether the lockfile holds `name` where Node looks for it from `at`: nearest node_modules first. */
function has(at, name) {
  for (let dir = at; dir !== ""; dir = dir.slice(0, Math.max(0, dir.lastIndexOf("/")))) {
    if (packages[`${dir}/node_modules/${name}`]) return true;
  }
  return packages[`node_modules/${name}`] !== undefined;
}

const problems = [];
for (const [at, { optionalDependencies = {}, resolved = "" }] of Object.entries(packages)) {
  for (const name of Object.keys(optionalDependencies)) {
    if (!has(at, name)) problems.push(`${at}: no entry for optional ${name}`);
  }
  if (/^[a-z+]+:\/\//.test(resolved)) problems.push(`${at}: ${resolved}`);
}
if (problems.length > 0) {
  console.error(`package-lock.json:\n${problems.join("\n")}`);
  process.exit(1);
}
