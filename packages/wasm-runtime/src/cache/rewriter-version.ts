/**
 * Digest of src/metering: what an older rewriter made is not taken for what this one makes. A test compares it with the
 * files, and writes it anew with COFFERDAM_BLESS=1.
 */
export const REWRITER_VERSION = "45b39924cef5f0fe4dd3a1ecaea6bc0d0c3cfcbe4c0783d922320b3fd2fbc6c9";
