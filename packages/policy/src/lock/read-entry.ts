import { digestOf } from "../files/digest.js";
import { readElfWiring } from "./elf/wiring.js";
import type { LockEntry, LockKind } from "./entry.js";
import { listed, sorted } from "./names.js";
import { readWasmWiring } from "./wasm/wiring.js";

/**
 * What a lock has of these bytes.
 *
 * @param path as in the lock
 * @throws MalformedError
 */
export function readEntry(path: string, kind: LockKind, bytes: Buffer): LockEntry {
  const base = { path, sha256: digestOf(bytes), size: bytes.length };
  if (kind === "wasm") {
    const { imports, exports } = readWasmWiring(bytes);
    return { ...base, kind, imports: listed(imports), exports: listed(exports) };
  }
  const { soname, needed, runpath, imports, exports } = readElfWiring(bytes);
  return {
    ...base,
    kind,
    ...(soname !== undefined && { soname }),
    ...(runpath !== undefined && { runpath }),
    needed: sorted(needed),
    imports: listed(imports),
    exports: listed(exports),
  };
}
