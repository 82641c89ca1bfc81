/**
 * Digest of src/metering: what an older rewriter made is not taken for what this one makes. A test compares it with the
 * files, and writes it anew with COFFERDAM_BLESS=1.
 */
export const REWRITER_VERSION = "56c80431f11bdf459d9e9d72de5231477f2d23a28290e6910c9ff6354dd3e896";
