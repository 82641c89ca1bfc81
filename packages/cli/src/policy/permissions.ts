/** Tables in which to be named is to be allowed. */
export const permissions = [["addons", "modules"], ["modules"], ["wasm", "modules"], ["scripts"]];

/** Is it what is named in such a table? */
export function isManifest(path: readonly string[]): boolean {
  const table = path.slice(0, -1).join(".");
  return permissions.some((names) => names.join(".") === table);
}
