/**
 * Digest of src/metering: what an older rewriter made is not taken for what this one makes. A test compares it with the
 * files, and writes it anew with COFFERDAM_BLESS=1.
 */
export const REWRITER_VERSION = "46bf5f7cfca243add0e49681e52b68ece1c2e5917cbfb64ebc2bbb2e89597785";
