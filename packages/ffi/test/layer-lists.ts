import type { IsolationLayer } from "@cofferdam/core";
import { memory } from "@cofferdam/memory";
import { type SignalsOptions, signals } from "@cofferdam/signals";
import { stack } from "@cofferdam/stack";

/** What the tests stack around a library, by name. */
export const layerLists: readonly (readonly [
  name: string,
  layers: (options?: SignalsOptions) => IsolationLayer[],
])[] = [
  ["no layers", () => []],
  ["signals", (options) => [signals(options)]],
  ["signals and stack", (options) => [signals(options), stack()]],
  ["signals, stack and memory", (options) => [signals(options), stack(), memory()]],
];
