// A program that puts one file after the other in the place of PATH, until it is killed or left alone.
// node exchange.mjs HOW PATH FILE...
//   link      hard links                       mixed   a hard link to the first, symbolic links to the others
//   symlink   symbolic links                   folder  the folder that is there, then a symbolic link to FILE
import { linkSync, renameSync, symlinkSync, unlinkSync } from "node:fs";

const [, , how, path, ...files] = process.argv;
const next = `${path}.next`;
process.stdin.on("end", () => process.exit()).resume();

function exchange() {
  for (let n = 0; n < 100; n++) {
    if (how === "folder") exchangeFolder();
    else for (const file of files) exchangeFile(file);
  }
  setImmediate(exchange);
}

function exchangeFile(file) {
  if (how === "link" || (how === "mixed" && file === files[0])) linkSync(file, next);
  else symlinkSync(file, next);
  renameSync(next, path);
}

function exchangeFolder() {
  renameSync(path, next);
  symlinkSync(files[0], path);
  unlinkSync(path);
  renameSync(next, path);
}

exchange();
