// A program that puts one file after the other in the place of PATH, until it is killed or left alone.
// node exchange.mjs HOW PATH FILE...
//   link      hard links                       mixed   a hard link to the first, symbolic links to the others
//   symlink   symbolic links                   folder  the folder that is there, then a symbolic link to FILE
//   write     none: writes to PATH itself
import { linkSync, openSync, renameSync, symlinkSync, unlinkSync, writeSync } from "node:fs";

const [, , how, path, ...files] = process.argv;
const next = `${path}.next`;
const fd = how === "write" ? openSync(path, "r+") : undefined;
process.stdin.on("end", () => process.exit()).resume();

function exchange() {
  for (let n = 0; n < 100; n++) {
    if (how === "folder") exchangeFolder();
    else if (how === "write") writeSync(fd, Buffer.from([n]), 0, 1, n);
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
process.stdout.write("ready");
