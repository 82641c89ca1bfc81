/** Policies, in folders of their own. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "./cofferdam.ts";

/** @param files text by name @returns the folder */
export function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}
