/**
 * Digest of src/metering: what an older rewriter made is not taken for what this one makes. A test compares it with the
 * files, and writes it anew with COFFERDAM_BLESS=1.
 */
export const REWRITER_VERSION = "2b624defc6fbc49dfdcb97f32b66a95f828414bf63ab6c1b1d810191afed38be";
