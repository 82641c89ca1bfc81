/** Numbers of the witx of wasi_snapshot_preview1. */

export const Filetype = {
  unknown: 0,
  blockDevice: 1,
  characterDevice: 2,
  directory: 3,
  regularFile: 4,
  socketStream: 6,
  symbolicLink: 7,
} as const;

/** path_open: what becomes of the file. */
export const Oflags = { create: 1, directory: 2, exclusive: 4, truncate: 8 } as const;

/** Of a descriptor. */
export const Fdflags = { append: 1, dsync: 2, nonblock: 4, rsync: 8, sync: 16 } as const;

/** Which times are set, and which of them to now. */
export const Fstflags = { atim: 1, atimNow: 2, mtim: 4, mtimNow: 8 } as const;

export const Lookupflags = { symlinkFollow: 1 } as const;

export const Whence = { set: 0, current: 1, end: 2 } as const;

export const Clockid = { realtime: 0, monotonic: 1, processCpu: 2, threadCpu: 3 } as const;

export const Eventtype = { clock: 0, fdRead: 1, fdWrite: 2 } as const;

/** A clock subscription's time is not from now on but the clock's. */
export const SUBSCRIPTION_ABSTIME = 1;

/** fd_advise knows so many. */
export const ADVICES = 6;

/** Sizes of the structs that guests hand over in arrays. */
export const Size = { iovec: 8, dirent: 24, subscription: 48, event: 32 } as const;
