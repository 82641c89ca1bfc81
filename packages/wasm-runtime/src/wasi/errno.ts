/** The errno of WASI preview 1 that are answered here, or that a host's system answers. */
export const Errno = {
  ESUCCESS: 0,
  E2BIG: 1,
  EACCES: 2,
  EAGAIN: 6,
  EBADF: 8,
  EBUSY: 10,
  EDQUOT: 19,
  EEXIST: 20,
  EFAULT: 21,
  EFBIG: 22,
  EILSEQ: 25,
  EINTR: 27,
  EINVAL: 28,
  EIO: 29,
  EISDIR: 31,
  ELOOP: 32,
  EMFILE: 33,
  EMLINK: 34,
  ENAMETOOLONG: 37,
  ENFILE: 41,
  ENODEV: 43,
  ENOENT: 44,
  ENOMEM: 48,
  ENOSPC: 51,
  ENOSYS: 52,
  ENOTDIR: 54,
  ENOTEMPTY: 55,
  ENOTSOCK: 57,
  ENOTSUP: 58,
  ENXIO: 60,
  EOVERFLOW: 61,
  EPERM: 63,
  ESPIPE: 70,
  EROFS: 69,
  ESTALE: 72,
  ETXTBSY: 74,
  EXDEV: 75,
  ENOTCAPABLE: 76,
} as const;

export type ErrnoName = keyof typeof Errno;

/** What an import answers instead of doing what it was asked. Not an Error: no stack is taken, so a refusal costs little. */
export class Refusal {
  readonly name: ErrnoName;

  constructor(name: ErrnoName) {
    this.name = name;
  }

  get errno(): number {
    return Errno[this.name];
  }
}

/** Ends the import that runs. @throws Refusal */
export function refuse(name: ErrnoName): never {
  throw new Refusal(name);
}
