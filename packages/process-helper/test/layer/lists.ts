import type { IsolationLayer } from "@cofferdam/core";
import { type ProcessHelperOptions, processHelper } from "@cofferdam/process-helper";
import { signals } from "@cofferdam/signals";
import { stack } from "@cofferdam/stack";

/** What the tests stack around a library in a helper, by name. */
export const lists: readonly (readonly [
  name: string,
  layers: (options?: ProcessHelperOptions) => IsolationLayer[],
])[] = [
  ["process-helper", (options) => [processHelper(options)]],
  ["process-helper, signals, stack", (options) => [processHelper(options), signals(), stack()]],
];
