import { isolate } from "@cofferdam/core";
import { type Library, library } from "@cofferdam/ffi";
import { type ProcessHelperOptions, processHelper } from "@cofferdam/process-helper";
import type { Seen } from "../../probe.js";
import { cLibrary } from "./c-library.js";

/** The C library in a helper, confined as it is when nothing is said. */
export async function inHelper(
  options: ProcessHelperOptions,
  deed: (libc: Library) => Seen | Promise<Seen>,
): Promise<Seen> {
  const libc = await isolate([processHelper({ spare: 0, ...options })]).open(library(cLibrary));
  try {
    return await deed(libc);
  } finally {
    libc.dispose();
  }
}
