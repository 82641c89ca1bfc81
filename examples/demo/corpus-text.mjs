import { closeSync, openSync, readdirSync, readFileSync, readSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const EXECUTABLE_BYTES = 4 * 1024 ** 2;

/** What people wrote: this repository's own files. */
export function repositoryText() {
  const sources = ["packages", "testing"].flatMap((folder) => textFiles(join(root, folder)));
  return [join(root, "package-lock.json"), ...sources]
    .map((path) => readFileSync(path, "latin1"))
    .join("");
}

/** A few MB of the real world: our text, and the beginning of the Node that runs this. */
export function realBytes() {
  const executable = Buffer.alloc(EXECUTABLE_BYTES);
  const file = openSync(process.execPath, "r");
  readSync(file, executable, 0, EXECUTABLE_BYTES, 0);
  closeSync(file);
  return Buffer.concat([Buffer.from(repositoryText(), "latin1"), executable]);
}

function textFiles(folder) {
  return readdirSync(folder, { recursive: true })
    .filter(
      (name) => /\.(ts|mjs|cc|c|h|S|md|json)$/.test(name) && !/node_modules|build|dist/.test(name),
    )
    .sort()
    .map((name) => join(folder, name));
}
