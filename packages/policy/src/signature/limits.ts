/** Bytes of one sidecar; the longest has a tenth of that. */
export const MAX_SIDECAR_BYTES = 4096;
/** Characters of the signed file's name, as most file systems have it. */
export const MAX_NAME_BYTES = 255;
/** Bytes of a key's file; a key has a fiftieth of that. */
export const MAX_KEY_FILE_BYTES = 16 * 1024;
/** Keys that are trusted at a time. */
export const MAX_TRUSTED_KEYS = 100;
