/**
 * Digest of src/metering: what an older rewriter made is not taken for what this one makes. A test compares it with the
 * files, and writes it anew with COFFERDAM_BLESS=1.
 */
export const REWRITER_VERSION = "e874f2d7ebdea1cb006eb8a2a76fe6f932bfabf009b63361e79d1c65e54c91f6";
