/**
 * Digest of src/metering: what an older rewriter made is not taken for what this one makes. A test compares it with the
 * files, and writes it anew with COFFERDAM_BLESS=1.
 */
export const REWRITER_VERSION = "fcef8d4a1bcd4abae2fb9a64c3480af5f2df49e86e88a696db687374e730b708";
