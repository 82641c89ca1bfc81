/**
 * The place of a socket in the file system: free, or left behind by a helper that is no more. Clients wait for the file to be
 * there, and bind(2) makes it before listen(2) is called: so the socket is bound beside its place, and put there when it can
 * be connected to.
 */
import { linkSync, lstatSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { dirname, join } from "node:path";
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

/** Where a socket is bound that is to be at a path: in the same folder, under a name that is short, as sun_path is. */
export function firstPlace(path: string): string {
  return process.platform === "win32" ? path : join(dirname(path), `.${process.pid}`);
}

/** link(2), which rename(2) is not, refuses a place that another process took meanwhile. */
export function putInPlace(first: string, path: string): void {
  if (first === path) return;
  try {
    linkSync(first, path);
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === "EEXIST"
      ? taken(path, "another process took it just now")
      : error;
  } finally {
    rmSync(first, { force: true });
  }
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
