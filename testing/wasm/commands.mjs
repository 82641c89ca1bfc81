// What command.wasm is run for: arguments, environment, streams and files, and what it makes of them.

/** @type {readonly import("./commands.d.mts").Command[]} */
export const commands = Object.freeze([
  command("gets its arguments", ["args", "one", "two words", "ünï"], "one\ntwo words\nünï\n"),
  {
    ...command("reads a variable", ["env", "COLOUR"], "red\n"),
    env: { COLOUR: "red", OTHER: "x" },
  },
  { ...command("misses a variable it is not given", ["env", "HOME"], ""), exitCode: 1 },
  { ...command("copies stdin to stdout", ["copy"], "SOME\nTEXT"), stdin: "some\ntext" },
  { ...command("writes to stderr", ["complain", "oh no"], ""), stderr: "oh no" },
  { ...command("exits with a code", ["exit", "42"], ""), exitCode: 42 },
  command("reads a clock", ["clock"], ""),
  command("gets random bytes", ["random"], ""),
  command("computes", ["sum", "100000"], "5000050000\n"),
  {
    ...command("reads a file", ["read", "/data/greeting.txt"], "hello\n"),
    files: { "greeting.txt": "hello\n" },
  },
  {
    ...command(
      "writes, lists, renames and deletes files",
      ["files", "/data"],
      ["bytes 790", "entries 2", "last line 99", "entries 1", ""].join("\n"),
    ),
    files: { "other.txt": "" },
  },
  {
    ...command("cannot read a file it is not given", ["read", "/etc/passwd"], ""),
    exitCode: 1,
    stderr: "/etc/passwd",
  },
]);

/**
 * @param {string} title
 * @param {readonly string[]} args
 * @param {string} stdout
 */
function command(title, args, stdout) {
  return Object.freeze({ title, args: ["command", ...args], exitCode: 0, stdout });
}
