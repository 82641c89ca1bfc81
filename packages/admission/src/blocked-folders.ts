import { namesOf } from "./real-path.js";
import { configuredFolders, defaultFolders } from "./system-folders.js";

/**
 * The folders of the system's loader, each as it is called and as it really is: what lies in or below one of them is the
 * system's.
 *
 * @param configuration the ld.so.conf to read folders from
 */
export function blockedFolders(configuration = "/etc/ld.so.conf"): readonly string[] {
  const folders = [...defaultFolders(), ...configuredFolders(configuration)];
  return [...new Set(folders.flatMap(namesOf))];
}
