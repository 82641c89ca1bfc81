import type { Subject } from "@cofferdam/testing/wasm-oracle/compare/fuel-properties.ts";

export function subjectOf(metering: typeof import("../../src/metering/index.ts")): Subject;
