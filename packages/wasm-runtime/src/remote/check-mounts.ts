import { closeSync, openSync } from "node:fs";
import { fail } from "@cofferdam/core";
import type { PortableGranted } from "./packing.js";

/** In a process that is confined: whoever was granted a directory that the process was not would find it empty, or not at all. @throws ERR_LAYER_NOT_PORTABLE */
export function checkMounts(name: string, { wasi }: PortableGranted): void {
  for (const [at, mount] of wasi?.mounts ?? []) {
    if (mount.make !== "host") continue;
    try {
      closeSync(openSync(mount.path, "r"));
    } catch (cause) {
      throw notGranted(name, at, mount.path, cause as NodeJS.ErrnoException);
    }
  }
}

function notGranted(name: string, at: string, path: string, cause: NodeJS.ErrnoException): Error {
  return fail(
    "ERR_LAYER_NOT_PORTABLE",
    `Cannot mount ${path} at ${at} for ${name}: its helper may not read it (${cause.code}). ` +
      'Grant it there, too: processHelper({ confinement: { read: [path] } }), and `write` where the mode is "rw".',
    { cause },
  );
}
