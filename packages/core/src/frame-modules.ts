/** Frames as they are told: in files, whatever the loader was given for these. */
import { readlinkSync } from "node:fs";
import type { Frame } from "./fault.js";

/** A library that is loaded as a descriptor lies where that was opened; it is open for as long as the library is loaded. */
const BY_DESCRIPTOR = /^\/proc\/self\/fd\//;

/** The frames, frozen. */
export function framesInFiles(frames: readonly Frame[]): readonly Frame[] {
  return Object.freeze(frames.map(inFile));
}

function inFile(frame: Frame): Frame {
  const { module } = frame;
  return module !== undefined && BY_DESCRIPTOR.test(module)
    ? { ...frame, module: fileOf(module) }
    : frame;
}

function fileOf(module: string): string {
  try {
    return readlinkSync(module);
  } catch {
    return module; // somebody closed it
  }
}
