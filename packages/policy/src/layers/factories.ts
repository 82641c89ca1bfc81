/** The layers that an application has installed, as this package knows them: it imports none of them. */
import type { AfterFault, IsolationLayer } from "@cofferdam/core";
import type { Confinement } from "../limits/confinement.js";

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
