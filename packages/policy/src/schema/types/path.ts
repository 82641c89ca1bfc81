import { posix } from "node:path";
import * as z from "zod/mini";
import { MAX_PATH_BYTES } from "../limits.js";
import type { ValueType } from "../table.js";

/** A path of the host, from the folder of the file. */
export function path(): ValueType<string> {
  return { name: "path", schema: checked((given) => problemOf(given)), locate: located };
}

/** The same as the name of a table, which stays as it is written. */
export function pathName(): ValueType<string> {
  return { name: "path", schema: checked((given) => problemOf(given)) };
}

/** A path as a guest sees it. */
export function guestPath(): ValueType<string> {
  const problem = (given: string) =>
    given.startsWith("/") ? problemOf(given) : "it does not begin with /";
  return { name: "absolute path", schema: checked(problem), locate: plain };
}

/**
 * By hand, not as the kernel would: what the path leads to may be exchanged, what it says may not. The folder is a real path
 * and `..` is only at the start, so that both come to the same.
 */
export function located(given: string, folder: string): string {
  return posix.resolve(folder, given);
}

function plain(given: string): string {
  const normal = posix.normalize(given);
  return normal === "/" ? normal : normal.replace(/\/$/, "");
}

function checked(problem: (given: string) => string | undefined): ValueType<string>["schema"] {
  const error = "a path";
  return z.string({ error }).check((payload) => {
    const { value, issues } = payload;
    const found = problem(value);
    if (found === undefined) return;
    issues.push({ code: "custom", message: error, input: value, params: { because: found } });
  });
}

function problemOf(given: string): string | undefined {
  if (given === "") return "it is empty";
  if (given.includes("\0")) return "it has a NUL, and no path has one";
  if (Buffer.byteLength(given) > MAX_PATH_BYTES) return `it has more than ${MAX_PATH_BYTES} bytes`;
  if (/^~(\/|$)/.test(given)) return "`~` is no folder; write the whole path";
  if (climbs(given)) return "it has `..` behind a folder, which may be a link; write the folder";
  return undefined;
}

/** Whether `..` is anywhere but at the start of a relative path. */
function climbs(given: string): boolean {
  if (!given.includes("..")) return false;
  const names = given.split("/").filter((name) => name !== "" && name !== ".");
  const first = given.startsWith("/") ? 0 : names.findIndex((name) => name !== "..");
  return first !== -1 && names.includes("..", first);
}
