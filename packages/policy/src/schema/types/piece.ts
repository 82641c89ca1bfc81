import type { ValueType } from "../table.js";
import { choice } from "./text.js";

/** As the report of @cofferdam/process-helper names them; a test holds the two lists against each other. */
export const pieces = [
  "session",
  "parent-death",
  "descriptors",
  "environment",
  "core",
  "memory",
  "address-space",
  "cpu",
  "files",
  "file-size",
  "processes",
  "namespaces-user",
  "namespaces-net",
  "namespaces-ipc",
  "no-new-privileges",
  "landlock-filesystem",
  "landlock-network",
  "landlock-scope",
  "capabilities",
  "seccomp",
] as const;

/** One thing that confines a helper. */
export function piece(): ValueType<(typeof pieces)[number]> {
  return { ...choice(...pieces), name: "piece" };
}
