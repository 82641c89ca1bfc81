const transform = import.meta.resolve("@cofferdam/testing/wasm-spec/transforms/metering.mjs");

/** The transform that rewrites modules, with options such as "mode=trap&stack=true". */
export function metering(options = ""): URL {
  return new URL(`${transform}?${options}`);
}
