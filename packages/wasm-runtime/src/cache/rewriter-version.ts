/**
 * Digest of src/metering: what an older rewriter made is not taken for what this one makes. A test compares it with the
 * files, and writes it anew with COFFERDAM_BLESS=1.
 */
export const REWRITER_VERSION = "313ee49cdd0ce7b2943e632c4b4ce04348f21512d57361a2f5fd8ddf113ccb49";
