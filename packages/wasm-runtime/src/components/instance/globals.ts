import type { Payload } from "./payload.js";

const ARRAYS = [
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  BigInt64Array,
  BigUint64Array,
  Float32Array,
  Float64Array,
] as const;

/** Globals that the glue of a component has from us. */
export const GLOBALS: readonly string[] = [
  "globalThis",
  "console",
  "DataView",
  "FinalizationRegistry",
  "queueMicrotask",
  "setInterval",
  "setTimeout",
  ...ARRAYS.map(({ name }) => name),
];

/**
 * What the glue takes for them. Arrays and views are real ones, and what they copy is counted. It has no console, which
 * guests could fill; no `process`, which it asks for its settings at every step; and no way to go on when a call is over.
 *
 * @param finalize what a registry does with an object that was collected
 */
export function globalsFor(
  payload: Payload,
  finalize: (drop: () => void) => void,
): Readonly<Record<string, unknown>> {
  const silent = () => {};
  return {
    globalThis: { WebAssembly },
    console: { debug: silent, error: silent, log: silent, warn: silent },
    DataView: counted(DataView, payload, ([, , length]) => Number(length ?? 0)),
    FinalizationRegistry: registry(finalize),
    queueMicrotask: never,
    setInterval: never,
    setTimeout: never,
    ...Object.fromEntries(ARRAYS.map((array) => [array.name, counted(array, payload, bytesOf)])),
  };
}

type Construct = new (...args: never[]) => object;

function counted(
  type: Construct,
  payload: Payload,
  size: (args: unknown[], made: object) => number,
) {
  return new Proxy(type, {
    construct(_target, args: unknown[]) {
      const made = Reflect.construct(type, args);
      payload.take(size(args, made));
      return made;
    },
  });
}

function bytesOf(_args: unknown[], made: object): number {
  return (made as Uint8Array).byteLength;
}

function registry(finalize: (drop: () => void) => void) {
  return class extends FinalizationRegistry<unknown> {
    constructor(drop: (held: unknown) => void) {
      super((held) => finalize(() => drop(held)));
    }
  };
}

/** Asynchronous components are refused before. It must not throw: what runs later has nobody to catch it, and would end the process. */
function never(): void {}
