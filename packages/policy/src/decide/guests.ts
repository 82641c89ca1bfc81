/** What a wasm module or a script asks for: imports, directories, servers, stores. */
import { posix } from "node:path";
import { isBelow } from "../files/is-below.js";
import type { Request } from "../request.js";
import type { HttpGrant, KvGrant, WasmDirectory } from "../schema/values.js";
import { inTable } from "./hashes.js";
import { listedVerdict } from "./listed.js";
import { type Manifest, manifestOf } from "./manifest.js";
import { matchesName } from "./name-pattern.js";
import { matchesOrigin } from "./origin.js";
import type { KeyPath, Reading } from "./reading.js";
import { allow, deny, type Verdict } from "./verdict.js";

type Ask = (reading: Reading, manifest: Manifest, request: Request) => Verdict;

const asks: Readonly<Partial<Record<Request["action"], Ask>>> = {
  import: importVerdict,
  open: directoryVerdict,
  connect: serverVerdict,
  kv: storeVerdict,
};

/** @param table "wasm.modules" or "scripts" */
export function guestVerdict(reading: Reading, table: KeyPath, request: Request): Verdict {
  const listed = listedVerdict(reading, table, request);
  const ask = Object.hasOwn(asks, request.action) ? asks[request.action] : undefined;
  const manifest = manifestOf(reading, table, request.target);
  if (ask === undefined || manifest === undefined || listed?.outcome === "deny") return listed;
  return ask(reading, manifest, request);
}

/** `env.log`: each half of the pattern matches its half, so that `env.*` does not reach into `env2.log`. */
function importVerdict(reading: Reading, manifest: Manifest, { resource }: Request): Verdict {
  const patterns = (manifest.get("imports") ?? []) as readonly string[];
  const index = patterns.findIndex((pattern) => matchesImport(pattern, resource));
  const path = [...manifest.path, "imports"];
  if (index !== -1) return allow(reading, [...path, index]);
  const grant = inTable(manifest.path, { imports: [resource] });
  return deny(reading, path, `no pattern matches the import ${resource}`, grant);
}

/** Modules' names may have dots, functions' too: the pattern's first dot is where its halves meet. */
export function matchesImport(pattern: string, resource: string): boolean {
  const dot = pattern.indexOf(".");
  const module = pattern.slice(0, dot);
  const name = pattern.slice(dot + 1);
  for (let at = resource.indexOf("."); at !== -1; at = resource.indexOf(".", at + 1)) {
    if (matchesName(module, resource.slice(0, at)) && matchesName(name, resource.slice(at + 1))) {
      return true;
    }
  }
  return false;
}

function directoryVerdict(reading: Reading, manifest: Manifest, request: Request): Verdict {
  const directories = (manifest.get("dirs") ?? []) as readonly WasmDirectory[];
  const asked = posix.resolve(request.resource);
  const index = directories.findIndex(({ guest }) => isBelow(asked, posix.resolve(guest)));
  const path = [...manifest.path, "dirs"];
  const found = directories[index];
  if (found === undefined) return deny(reading, path, `no directory has ${request.resource}`);
  if (request.mode === "rw" && found.mode !== "rw") {
    const grant = inTable(manifest.path, { dirs: [{ ...found, mode: "rw" }] });
    return deny(reading, [...path, index], `${found.guest} may be read only`, grant);
  }
  return allow(reading, [...path, index]);
}

function serverVerdict(reading: Reading, manifest: Manifest, request: Request): Verdict {
  const { allow: origins = [], methods = ["GET"] } = (manifest.get("http") ??
    {}) as Partial<HttpGrant>;
  const path = [...manifest.path, "http", "allow"];
  const index = origins.findIndex((origin) => matchesOrigin(origin, request.resource));
  if (index === -1) return deny(reading, path, `no origin matches ${request.resource}`);
  const method = request.mode ?? "GET";
  if (methods.includes(method)) return allow(reading, [...path, index]);
  const grant = inTable(manifest.path, { http: { allow: origins, methods: [...methods, method] } });
  return deny(
    reading,
    [...manifest.path, "http", "methods"],
    `${method} is not among its methods`,
    grant,
  );
}

function storeVerdict(reading: Reading, manifest: Manifest, { resource }: Request): Verdict {
  const path = [...manifest.path, "kv", "namespace"];
  const namespace = (manifest.get("kv") as KvGrant | undefined)?.namespace;
  if (namespace === resource) return allow(reading, path);
  const grant = inTable(manifest.path, { kv: { namespace: resource } });
  return deny(reading, path, `its namespace is ${namespace ?? "none"}, not ${resource}`, grant);
}
