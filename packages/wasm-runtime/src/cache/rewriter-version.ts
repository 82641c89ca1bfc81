/**
 * Digest of src/metering: what an older rewriter made is not taken for what this one makes. A test compares it with the
 * files, and writes it anew with COFFERDAM_BLESS=1.
 */
export const REWRITER_VERSION = "e194f292f7a458d16eb91ca3816542a2dc8824ff03094f79357804dd1cacf037";
