/**
 * Digest of src/metering: what an older rewriter made is not taken for what this one makes. A test compares it with the
 * files, and writes it anew with COFFERDAM_BLESS=1.
 */
export const REWRITER_VERSION = "eed90c51ad02d4715c6baa39d7dba02daf7451535aed45ccb2e9ba654fee69bf";
