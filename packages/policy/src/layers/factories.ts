/** The layers that an application has installed, as this package knows them: it imports none of them. */
import { type AfterFault, checkKeys, fail, type IsolationLayer, show } from "@cofferdam/core";
import type { Confinement } from "../limits/confinement.js";
import type { WasmDirectory } from "../schema/values.js";

export interface LayerFactories {
  /** `processHelper` of @cofferdam/process-helper. */
  processHelper?(options: HelperOptions): IsolationLayer;
  /** `signals` of @cofferdam/signals. */
  signals?(options: { readonly afterFault?: AfterFault }): IsolationLayer;
  /** `deadline` of @cofferdam/signals. */
  deadline?(options: { readonly timeout: number }): IsolationLayer;
  /** `stack` of @cofferdam/stack. */
  stack?(options: { readonly size?: number }): IsolationLayer;
  /** `memory` of @cofferdam/memory. */
  memory?(options: { readonly align?: number }): IsolationLayer;
  /** `wasm` of @cofferdam/wasm-runtime. */
  wasm?(options: WasmLayerOptions): IsolationLayer;
}

const known: readonly LayerName[] = [
  "processHelper",
  "signals",
  "deadline",
  "stack",
  "memory",
  "wasm",
];

/** A layer that was misspelt would be left out without a word. @throws ERR_OPTION_TYPE, ERR_OPTION_RANGE */
export function checkFactories(factories: LayerFactories): void {
  checkKeys(factories, known, "layers");
  for (const name of known) {
    const factory: unknown = factories[name];
    if (factory === undefined || typeof factory === "function") continue;
    throw fail(
      "ERR_OPTION_TYPE",
      `Expected a layer's factory for \`${name}\`, got ${show(factory)}. Give the function itself: layers({ stack }).`,
    );
  }
}

export interface WasmLayerOptions {
  readonly limits: WasmLimits;
  /** All that the module has of the host's by WASI. */
  readonly wasi: WasmWorld;
}

export interface WasmWorld {
  readonly dirs: readonly Required<WasmDirectory>[];
  readonly env: Readonly<Record<string, string>>;
}

/** Bytes and milliseconds; 0: no limit. */
export interface WasmLimits {
  readonly memory?: number;
  readonly fuel?: number;
  readonly stackDepth?: number;
  readonly timeout?: number;
  readonly stdoutLimit?: number;
  readonly stderrLimit?: number;
  readonly hostCalls?: number;
  readonly payloadLimit?: number;
}

export type LayerName = keyof LayerFactories;

export interface HelperOptions {
  readonly size?: number;
  readonly spare?: number;
  readonly timeout?: number;
  readonly queue?: number;
  readonly memoryLimit?: number;
  readonly idempotent?: readonly string[];
  readonly libraries?: HelperLibraries;
  // biome-ignore lint/suspicious/noExplicitAny: pieces have names that only that package knows
  readonly confinement?: Omit<Confinement, "require"> & { readonly require?: readonly any[] };
  readonly onViolation?: "fault" | "refuse";
  readonly program?: string;
}

export interface HelperLibraries {
  readonly allowedLibs?: readonly string[];
  readonly narrowedBy?: readonly (readonly string[])[];
  readonly blockSystemLibs?: boolean;
  readonly maxLoadedLibs?: number;
  readonly sha256?: Readonly<Record<string, string>>;
}
