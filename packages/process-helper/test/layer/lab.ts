/** guests/lab.c, opened. */
import { type IsolationLayer, isolate } from "@cofferdam/core";
import { koffi, type Library, library } from "@cofferdam/ffi";
import type { ProcessHelperOptions, RemoteLibraryStatus } from "@cofferdam/process-helper";
import { compileGuest } from "@cofferdam/testing/compile.ts";
import { expect } from "vitest";
import { lists } from "./lists.js";

export const labPath = compileGuest(new URL("guests/lab.c", import.meta.url));

koffi.proto("int Callback(int x)");
koffi.struct("Holder", { base: "int", callback: "Callback *" });

export type Lab = Omit<Library, "status"> & { status(): RemoteLibraryStatus };

export function openIn(layers: readonly IsolationLayer[], path = labPath): Lab {
  return isolate(layers).openSync(library(path)) as unknown as Lab;
}

/** In a helper without other layers. */
export function openLab(options: ProcessHelperOptions = {}): Lab {
  const [[, layers]] = lists as [(typeof lists)[number]];
  return openIn(layers({ spare: 0, timeout: 0, ...options }));
}

export function code(code: string): unknown {
  return expect.objectContaining({ code });
}

/** What came of a call that throws. */
export function thrownBy(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    return error;
  }
  throw new Error("It returned.");
}
