/** Digests that a manifest pins. */
import type { Request } from "../request.js";
import type { PolicyValues } from "../schema/values.js";
import { manifestOf } from "./manifest.js";
import type { KeyPath, Reading } from "./reading.js";
import { allow, deny, type Verdict } from "./verdict.js";

/** A file that was not hashed is not the one that was meant: whoever loads has to say what it is. */
export function checkHash(reading: Reading, table: KeyPath, request: Request): Verdict {
  const manifest = manifestOf(reading, table, request.target);
  const pinned = manifest?.get("sha256") as string | readonly string[] | undefined;
  if (manifest === undefined || pinned === undefined) return undefined;
  const path = [...manifest.path, "sha256"];
  const { sha256 } = request;
  if (sha256 !== undefined && [pinned].flat().includes(sha256)) return allow(reading, path);
  if (sha256 === undefined) return deny(reading, path, "its bytes were not hashed");
  const grant = inTable([...table, String(manifest.path.at(-1))], { sha256 });
  return deny(reading, path, `its SHA-256 is ${sha256}`, grant);
}

export function inTable(path: KeyPath, value: object): PolicyValues {
  return path.reduceRight<object>((inner, key) => ({ [key]: inner }), value);
}
