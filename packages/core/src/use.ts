/** What the host does with an open target besides calling its functions: layers are asked before it is done. */
import { fail } from "./errors.js";

export interface Use {
  /** As `Target` has it. */
  readonly target: string;
  /** The target as it was opened: it tells two apart that have one name. */
  readonly opened?: object;
  readonly kind: string;
  /**
   * "sym": the address of a symbol that no call was linked for, or a variable. "load": one more file, which nobody could tell
   * when the target was opened.
   */
  readonly action: "load" | "sym" | "alloc" | "free" | "reopen" | "dispose";
  /** Of "sym": the symbol; of "load": the file's path; "" where there is none. */
  readonly resource: string;
  /** Of "alloc" and "free". */
  readonly bytes?: number;
}

/** A use, as the target tells it. */
export type OwnUse = Pick<Use, "action"> & Partial<Pick<Use, "resource" | "bytes">>;

/** @throws what a layer refuses it with */
export type AskUse = (use: OwnUse) => void;

interface Asked {
  readonly name: string;
  use?(use: Use): void;
}

/** Asks the layers that want to be, outermost first; undefined: none does. */
export function composeUse(
  layers: readonly Asked[],
  opened: { readonly name: string; readonly kind: string },
): AskUse | undefined {
  const asked = layers.filter((layer) => layer.use);
  if (asked.length === 0) return undefined;
  return (own) => {
    const { name: target, kind } = opened;
    const use: Use = Object.freeze({ target, opened, kind, resource: "", ...own });
    if (use.action === "dispose") tellAll(asked, use);
    else askAll(asked, use);
  };
}

/** Makes memory that the layers are asked for. Of some that could not be made they hear that it was freed. */
export function allocating<T>(
  compartment: { use(use: OwnUse): void },
  bytes: number,
  make: () => T,
): T {
  compartment.use({ action: "alloc", bytes });
  try {
    return make();
  } catch (error) {
    compartment.use({ action: "free", bytes });
    throw error;
  }
}

/** What a layer further in refuses, those further out have counted. */
function askAll(layers: readonly Asked[], use: Use): void {
  for (const [index, layer] of layers.entries()) {
    try {
      askOne(layer, use);
    } catch (error) {
      if (use.action === "alloc") tellAll(layers.slice(0, index), { ...use, action: "free" });
      throw error;
    }
  }
}

/** Nobody can refuse it: an error is a layer's own mistake. */
function tellAll(layers: readonly Asked[], use: Use): void {
  for (const layer of layers) {
    try {
      askOne(layer, use);
    } catch (error) {
      process.emitWarning(error instanceof Error ? error : String(error));
    }
  }
}

/** A promise could refuse only when it is done already. */
function askOne(layer: Asked, use: Use): void {
  const answer: unknown = layer.use?.(use);
  if (!(answer instanceof Promise)) return;
  answer.catch(() => {}); // it is refused as a whole: its own failure tells nobody anything
  throw fail(
    "ERR_LAYER_PROMISE_IN_SYNC",
    `Expected the layer ${layer.name} to answer at once what is done with ${use.target} (${use.action}), got a promise. ` +
      "Return nothing to allow it, or throw.",
  );
}
