import type { Request } from "../request.js";
import type { WasmDirectory } from "../schema/values.js";
import type { Rules } from "./rules.js";

/** A target that is open. */
export interface Opened {
  /** What core calls it. */
  readonly name: string;
  /** What core knows it by: the target as it was opened, of this opening alone. */
  readonly opened: object;
  /** What was asked when it was opened. */
  readonly request: Request;
  /** What was promised then. */
  readonly rules: Rules;
  /** Files that are loaded for it. */
  readonly files: readonly string[];
  /** What a wasm module wants linked, and is lent. */
  readonly wasm?: WasmModule;
  /** Bytes that `alloc` holds. */
  held: number;
  /** Lets go of what was held for it. */
  readonly release: () => void;
}

/** What is known of a module that is loaded. */
export interface WasmModule {
  /** `env.log` */
  readonly imports: readonly string[];
  readonly dirs: readonly Required<WasmDirectory>[];
  /** For the log: how large it is, what it imports and exports. */
  readonly details: Readonly<Record<string, unknown>>;
}

/** What is asked of a module besides whether it may be loaded. */
export function importRequests({ request, wasm }: Opened): readonly Request[] {
  return (wasm?.imports ?? []).map((resource) => ({ ...request, action: "import", resource }));
}

/** The directories that it is lent. */
export function directoryRequests({ request, wasm }: Opened): readonly Request[] {
  return (wasm?.dirs ?? []).map(({ guest, mode }) => ({
    ...request,
    action: "open",
    resource: guest,
    mode,
  }));
}

/** The targets that are open. */
export class OpenTargets {
  readonly #all = new Set<Opened>();
  readonly #collected = new FinalizationRegistry<Opened>((opened) => this.remove(opened));

  add(opened: Opened): void {
    this.#all.add(opened);
  }

  remove(opened: Opened): void {
    if (this.#all.delete(opened)) opened.release();
  }

  /** A handle that nobody has any more need not have been disposed. */
  removeWith(handle: object, opened: Opened): void {
    this.#collected.register(handle, opened);
  }

  /**
   * Where a layer further in has replaced the target, the other one has it as its prototype; or else its name tells: the one
   * that was opened last.
   */
  find({
    target,
    opened,
  }: {
    readonly target: string;
    readonly opened?: object;
  }): Opened | undefined {
    const all = [...this.#all];
    const own = all.find((each) => each.opened === opened || standsFor(opened, each.opened));
    return own ?? all.findLast(({ name }) => name === target);
  }

  /** Distinct ones. */
  get files(): ReadonlySet<string> {
    return new Set([...this.#all].flatMap(({ files }) => files));
  }

  get size(): number {
    return this.#all.size;
  }
}

function standsFor(opened: object | undefined, other: object): boolean {
  return opened !== undefined && Object.prototype.isPrototypeOf.call(other, opened);
}
