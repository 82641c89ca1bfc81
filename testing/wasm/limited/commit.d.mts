import type { WasmCrime } from "../crimes.d.mts";

/** What became of a crime. */
export interface WasmOutcome {
  /** In which step it ended. */
  readonly at: "open" | "call";
  /** Of the fault; "setup": it was refused; "none": it returned; else the name of an error. */
  readonly kind: string;
  readonly code?: string;
  readonly message?: string;
  readonly value?: unknown;
  /** What the catalogue's `after` gave in the next call. */
  readonly after?: unknown;
  /** What lies beside the folder that it was given. */
  readonly beside?: readonly string[];
  readonly stdoutTruncated?: boolean;
  readonly exitCode?: number;
}

/** Opens the guest with the layer `wasm` and has it commit its crime. @param options milliseconds of one call */
export declare function commitUnderLimits(
  crime: WasmCrime,
  options: { readonly timeout: number },
): WasmOutcome;
