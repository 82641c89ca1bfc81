/** What decided: a line of a policy, or the default of a key that nobody wrote. */
export interface Rule {
  /** As in the file: `ffi.sandbox.allowed_libs`, `wasm.modules."plugins/resize.wasm".imports`. */
  readonly key: string;
  /** The policy's file, as it was given; null: the key's default. */
  readonly file: string | null;
  /** From 1; null where it is in no file, or nobody can say. */
  readonly line: number | null;
}

/** `cofferdam.toml:12 ffi.sandbox.allowed_libs`, or `ffi.enabled (default)`. */
export function ruleText({ key, file, line }: Rule): string {
  if (file === null) return `${key} (default)`;
  return `${file}${line === null ? "" : `:${line}`} ${key}`;
}
