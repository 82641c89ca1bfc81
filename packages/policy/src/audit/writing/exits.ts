interface WritesAtExit {
  writeAtExit(): void;
}

const logs = new Set<WritesAtExit>();

/** `writeAtExit` is called when the process ends in order, or by an error; not when it is killed. */
export function beginExitWatch(log: WritesAtExit): void {
  if (logs.size === 0) process.on("exit", writeAll);
  logs.add(log);
}

export function endExitWatch(log: WritesAtExit): void {
  logs.delete(log);
  if (logs.size === 0) process.off("exit", writeAll);
}

function writeAll(): void {
  for (const log of logs) log.writeAtExit();
}
