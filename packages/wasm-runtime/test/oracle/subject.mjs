// What the properties of metered modules are tested on: metering's sources in vitest, what is built of them elsewhere.

/**
 * @param metering all that @cofferdam/wasm-runtime/metering exports
 * @returns {import("@cofferdam/testing/wasm-oracle/compare/fuel-properties.ts").Subject}
 */
export function subjectOf({ EXPORTED, HOST_FUNCTION, RESERVED, meter }) {
  return {
    meter: (bytes) => {
      const { bytes: metered, manifest } = meter(bytes, { mode: "fuel", stack: true });
      return { bytes: metered, leafCosts: manifest.leafCosts };
    },
    contract: {
      module: RESERVED,
      limit: HOST_FUNCTION,
      fuel: EXPORTED.fuel,
      start: EXPORTED.start,
      stack: EXPORTED.stack,
      generous: {
        [EXPORTED.stack]: 2 ** 30,
        [EXPORTED.pages]: 65_536,
        [EXPORTED.elements]: 10_000_000,
      },
    },
  };
}
