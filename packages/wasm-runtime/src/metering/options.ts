import { type Caps, DEFAULT_CAPS } from "./limits.js";

/**
 * "fuel": a host refills it in slices, and may end a call at any slice: budget and deadline. "trap": what there is at first is
 * all, no host is asked; a little cheaper. "none": nothing is charged.
 */
export type Mode = "fuel" | "trap" | "none";

export interface MeterOptions {
  /** Default: "fuel". */
  readonly mode?: Mode;
  /**
   * Count how deep calls nest. Default: where the module imports functions, which could be left halfway by an overflow.
   * "linked": what it imports may be other modules' functions, which call it back without a host in between.
   */
  readonly stack?: boolean | "linked";
  /** What is refused by default: memory of garbage collected objects has no limit of ours, shared memory blocks threads. */
  readonly allow?: { readonly gc?: boolean; readonly threads?: boolean };
  /** What a module may be made of at most; others stay as they are. */
  readonly caps?: Partial<Caps>;
}

export interface CheckedOptions {
  readonly mode: Mode;
  readonly stack: boolean | "linked" | undefined;
  readonly allow: { readonly gc: boolean; readonly threads: boolean };
  readonly caps: Caps;
}

const modes: readonly unknown[] = ["fuel", "trap", "none"];
const known: readonly string[] = ["mode", "stack", "allow", "caps"];

/** @throws TypeError, RangeError */
export function checkedOptions(options: MeterOptions): CheckedOptions {
  const { mode = "fuel", stack, allow = {}, caps = {} } = options;
  checkNames(options, known, "meter");
  checkNames(allow, ["gc", "threads"], "allow");
  checkNames(caps, Object.keys(DEFAULT_CAPS), "caps");
  if (!modes.includes(mode)) {
    throw new RangeError(
      `Expected "fuel", "trap" or "none" for \`mode\`, got ${JSON.stringify(mode)}.`,
    );
  }
  const { gc = false, threads = false } = allow;
  return { mode, stack, allow: { gc, threads }, caps: { ...DEFAULT_CAPS, ...caps } };
}

function checkNames(options: object, names: readonly string[], where: string): void {
  const unknown = Object.keys(options).find((name) => !names.includes(name));
  if (unknown === undefined) return;
  throw new RangeError(
    `Expected options of \`${where}\` (${names.join(", ")}), got \`${unknown}\`. Correct or remove it.`,
  );
}
