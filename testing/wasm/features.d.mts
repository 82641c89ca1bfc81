/** What not every V8 of Node 20 to 26 has, or what a host may want to deny. */
export type Feature =
  | "exceptions"
  | "extended_const"
  | "gc"
  | "legacy_exceptions"
  | "memory64"
  | "multi_memory"
  | "relaxed_simd"
  | "simd"
  | "tail_calls"
  | "threads"
  | "typed_references";

/** Does the V8 that runs now have it? */
export declare function hasFeature(feature: Feature): boolean;

/** Those of `needs` that it has not. */
export declare function missingFeatures(needs: readonly Feature[]): readonly Feature[];
