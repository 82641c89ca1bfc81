/**
 * Digest of src/metering: what an older rewriter made is not taken for what this one makes. A test compares it with the
 * files, and writes it anew with COFFERDAM_BLESS=1.
 */
export const REWRITER_VERSION = "26109e684953bc8778decc3ed663cce9d00df9880e77e1d5450c39db03670ee0";
