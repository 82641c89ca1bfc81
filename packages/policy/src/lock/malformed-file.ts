import type { LockKind } from "./entry.js";
import { lockError, quoted } from "./lock-error.js";
import type { MalformedError } from "./malformed.js";

const expected: Readonly<Record<LockKind, string>> = {
  library: "a shared library of 64 bits",
  addon: "an addon, which is a shared library of 64 bits,",
  wasm: "a WebAssembly module",
};

export function malformedFile(path: string, kind: LockKind, cause: MalformedError): Error {
  return lockError(
    `Expected ${expected[kind]} at ${quoted(path)}, got something else (${cause.message}). Leave it out: nothing could load it.`,
    { problem: "file", path, cause },
  );
}
