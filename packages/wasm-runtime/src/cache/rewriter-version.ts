/**
 * Digest of src/metering: what an older rewriter made is not taken for what this one makes. A test compares it with the
 * files, and writes it anew with COFFERDAM_BLESS=1.
 */
export const REWRITER_VERSION = "2be7ec7346b7741645c4290a0d58ab88656a3b47903ae1c3d1b54627529ce171";
