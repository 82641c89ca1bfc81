import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type IsolationLayer, isolate } from "@cofferdam/core";
import { koffi, type Library, library } from "@cofferdam/ffi";
import { crimes, libraryPath } from "../guests/crimes.mjs";
import { escapes } from "../guests/escapes/catalogue.mjs";

// biome-ignore lint/suspicious/noExplicitAny: the C prototype decides
export type Call = (...args: any[]) => any;

/** What plain koffi and a guarded library have in common. */
export interface Callable {
  func(prototype: string): Call;
  /** A function pointer that the guest may keep. */
  register(callback: Call, type: string): bigint;
  /** What lies at an address of the guest's process. */
  decode(pointer: bigint, type: string): unknown;
  /** As the guest's last call left it. */
  errno(): number;
}

export function openGuest(layers: readonly IsolationLayer[], name: string): Library {
  return isolate(layers).openSync(library(libraryPath(name)));
}

/** A function that takes no arguments, but perhaps options for its asynchronous form. */
export interface Commit {
  (): unknown;
  readonly async: (options?: object) => Promise<unknown>;
}

/** The function that commits a crime; it is lent what it asks for. */
export function linkCrime(guest: Library, name: string): Commit {
  const crime = [...crimes, ...escapes].find((candidate) => candidate.name === name);
  if (crime === undefined) throw new Error(`The corpus has no crime ${name}.`);
  const commit = guest.func(crime.prototype);
  const lends = "lends" in crime ? crime.lends : undefined;
  const args = () => (lends ? [Buffer.alloc(lends), lends] : []);
  return Object.assign(() => commit(...args()), {
    async: (options = {}) => commit.async(...args(), options),
  });
}

/** The guest by koffi itself: what a guarded one is compared with. */
export function openPlain(name: string): Callable {
  const handle = koffi.load(libraryPath(name));
  return {
    func: (prototype) => handle.func(prototype),
    register: (callback, type) => koffi.register(callback, type),
    decode: (pointer, type) => koffi.decode(pointer, type),
    errno: () => koffi.errno(),
  };
}

/** The guest in a file of its own: loaded by nobody else. */
export function copyOf(name: string): Disposable & { readonly path: string } {
  const folder = mkdtempSync(join(tmpdir(), "cofferdam-"));
  const path = join(folder, "libcopy.so");
  copyFileSync(libraryPath(name), path);
  return { path, [Symbol.dispose]: () => rmSync(folder, { recursive: true }) };
}
