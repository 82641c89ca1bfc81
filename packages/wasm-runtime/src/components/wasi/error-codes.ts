import { type ErrnoName, Refusal } from "../../wasi/errno.js";

/** The error-code of wasi:filesystem/types for each errno. */
const codes: Readonly<Record<Exclude<ErrnoName, "ESUCCESS">, string>> = {
  E2BIG: "invalid",
  EACCES: "access",
  EAGAIN: "would-block",
  EBADF: "bad-descriptor",
  EBUSY: "busy",
  EDQUOT: "quota",
  EEXIST: "exist",
  EFAULT: "invalid",
  EFBIG: "file-too-large",
  EILSEQ: "illegal-byte-sequence",
  EINTR: "interrupted",
  EINVAL: "invalid",
  EIO: "io",
  EISDIR: "is-directory",
  ELOOP: "loop",
  EMFILE: "insufficient-memory", // it has no code for too many files
  EMLINK: "too-many-links",
  ENAMETOOLONG: "name-too-long",
  ENFILE: "insufficient-memory",
  ENODEV: "no-device",
  ENOENT: "no-entry",
  ENOMEM: "insufficient-memory",
  ENOSPC: "insufficient-space",
  ENOSYS: "unsupported",
  ENOTDIR: "not-directory",
  ENOTEMPTY: "not-empty",
  ENOTSOCK: "invalid",
  ENOTSUP: "unsupported",
  ENXIO: "no-such-device",
  EOVERFLOW: "overflow",
  EPERM: "not-permitted",
  ESPIPE: "invalid-seek",
  EROFS: "read-only",
  ESTALE: "bad-descriptor",
  ETXTBSY: "text-file-busy",
  EXDEV: "cross-device",
  ENOTCAPABLE: "not-permitted",
};

/** @returns undefined: it is no refusal */
export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Refusal) || error.name === "ESUCCESS") return undefined;
  return codes[error.name];
}

/** Does what may be refused: the code of a refusal is thrown, which the glue takes for the error of a result. */
export function answered<Value>(act: () => Value): Value {
  try {
    return act();
  } catch (error) {
    throw codeOf(error) ?? error;
  }
}
