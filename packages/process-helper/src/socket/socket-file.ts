/** The place of a socket in the file system: free, or left behind by a helper that is no more. */
import { lstatSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { fail } from "@cofferdam/core";

/** Makes sure that nothing is there. @throws when something is that is no socket, or that somebody listens on */
export async function freePlace(path: string): Promise<void> {
  if (process.platform === "win32") return; // a named pipe leaves nothing behind
  const status = lstatSync(path, { throwIfNoEntry: false });
  if (!status) return;
  if (!status.isSocket()) throw taken(path, "it is there already, and no socket");
  if (await isServed(path)) throw taken(path, "another process listens there");
  rmSync(path, { force: true });
}

function isServed(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect(path, () => {
      probe.destroy();
      resolve(true);
    });
    probe.on("error", ({ code }: NodeJS.ErrnoException) => resolve(code !== "ECONNREFUSED"));
  });
}

function taken(path: string, why: string): Error {
  return fail(
    "ERR_OPTION_RANGE",
    `Expected a path for \`--socket\` where nothing is, got ${JSON.stringify(path)}: ${why}.`,
  );
}
