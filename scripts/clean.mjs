// Removes everything that a build or a test run made, turbo's cache included; node_modules stays.
import { readdirSync, rmSync } from "node:fs";

const root = new URL("../", import.meta.url);
const remove = (path) => rmSync(new URL(path, root), { recursive: true, force: true });

for (const name of readdirSync(new URL("packages/", root))) {
  for (const made of ["dist", "build", "prebuilds", ".turbo"]) remove(`packages/${name}/${made}`);
}
for (const made of ["testing/guests/build", "testing/.turbo", "bench/.turbo", ".turbo"]) {
  remove(made);
}
