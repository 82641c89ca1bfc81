/** What is asked of a policy. */

/** Kinds of targets, as `Target.kind` has them; "policy": the policy itself was loaded, replaced or refused. */
export type SubjectKind = "library" | "addon" | "module" | "wasm" | "script" | "policy";

/**
 * What somebody wants to do. Of the host: "load" a target; look up ("sym") or "call" a function; "alloc" and "free" memory for
 * it; "reload" a policy. Of a guest: "import" a function, "open" a directory, "connect" to a server, use a "kv" store.
 */
export type Action =
  | "load"
  | "sym"
  | "call"
  | "alloc"
  | "free"
  | "reload"
  | "import"
  | "open"
  | "connect"
  | "kv";

export interface Request {
  readonly kind: SubjectKind;
  /** Which one: a library's real path, an addon's or a module's specifier, a wasm module's path, a script's name. */
  readonly target: string;
  readonly action: Action;
  /** What of: the path that is loaded, a symbol, `env.log`, `/data`, `https://api.example.com/v1`, … */
  readonly resource: string;
  /** Lower-case hex of the bytes that are loaded, where they were hashed. */
  readonly sha256?: string;
  /** Of "alloc" and "free". */
  readonly bytes?: number;
  /** Of "open": "ro" or "rw"; of "connect": the method. */
  readonly mode?: string;
}
