// Fails on a lockfile that lacks an optional platform package (`npm ci` would fail) or names a registry.
import { readFileSync } from "node:fs";
import { INSTALLABLE } from "../testing/nodes/find.mjs";

const nodes = INSTALLABLE.map((major) => `testing/nodes/${major}/package-lock.json`);
const problems = ["package-lock.json", ...nodes].flatMap(problemsOf);
if (problems.length > 0) {
  console.error(problems.join("\n"));
  process.exit(1);
}

function problemsOf(file) {
  const { packages } = JSON.parse(readFileSync(new URL(`../${file}`, import.meta.url), "utf8"));
  const found = [];
  for (const [at, { optionalDependencies = {}, resolved = "" }] of Object.entries(packages)) {
    for (const name of Object.keys(optionalDependencies)) {
      if (!has(packages, at, name)) found.push(`${file}: ${at}: no entry for optional ${name}`);
    }
    if (/^[a-z+]+:\/\//.test(resolved)) found.push(`${file}: ${at}: ${resolved}`);
  }
  return found;
}

/** Whether the lockfile holds `name` where Node looks for it from `at`: nearest node_modules first. */
function has(packages, at, name) {
  for (let dir = at; dir !== ""; dir = dir.slice(0, Math.max(0, dir.lastIndexOf("/")))) {
    if (packages[`${dir}/node_modules/${name}`]) return true;
  }
  return packages[`node_modules/${name}`] !== undefined;
}
