/**
 * Digest of src/metering: what an older rewriter made is not taken for what this one makes. A test compares it with the
 * files, and writes it anew with COFFERDAM_BLESS=1.
 */
export const REWRITER_VERSION = "e26f00406ddd458d07a8b26cbb29405802200e94463cf85fbd8bf93cf432f767";
