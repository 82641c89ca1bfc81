import { blockedFolders } from "@cofferdam/admission";
import { isBelow } from "../files/is-below.js";

let folders: readonly string[] | undefined;

/** The folder of the system's loader that a library lies in or below. */
export function systemFolderOf(path: string): string | undefined {
  folders ??= blockedFolders();
  return folders.find((folder) => isBelow(path, folder));
}
