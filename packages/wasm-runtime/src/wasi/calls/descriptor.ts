import { ADVICES, Fdflags } from "../abi/constants.js";
import { Right, rightsOf } from "../abi/rights.js";
import type { Descriptor } from "../descriptors/descriptor.js";
import { DirectoryDescriptor } from "../descriptors/directory.js";
import { FileDescriptor } from "../descriptors/file.js";
import { refuse } from "../errno.js";
import type { System } from "../system.js";
import { putFilestat } from "./filestat.js";
import { offsetOf } from "./offset.js";
import { timesOf } from "./times.js";

const FDSTAT_BYTES = 24;
const KNOWN_FLAGS =
  Fdflags.append | Fdflags.dsync | Fdflags.nonblock | Fdflags.rsync | Fdflags.sync;
/** What can be changed of an open file. */
const SETTABLE_FLAGS = Fdflags.append | Fdflags.nonblock;

/** What a descriptor is, and what becomes of it. */
export function descriptorCalls({ memory, descriptors, clock }: System) {
  return {
    fd_close: (fd: number) => descriptors.close(fd),
    fd_renumber: (from: number, to: number) => descriptors.renumber(from, to),
    fd_sync: (fd: number) => descriptors.get(fd, Right.fdSync).sync(),
    fd_datasync: (fd: number) => descriptors.get(fd, Right.fdDatasync).sync(),
    fd_fdstat_get(fd: number, result: number): void {
      const { filetype, flags, rights } = descriptors.get(fd);
      memory.bytes(result, FDSTAT_BYTES).fill(0);
      memory.setU8(result, filetype);
      memory.setU16(result + 2, flags);
      memory.setU64(result + 8, BigInt(rights.base));
      memory.setU64(result + 16, BigInt(rights.inheriting));
    },
    fd_fdstat_set_flags(fd: number, flags: number): void {
      const descriptor = descriptors.get(fd, Right.fdFdstatSetFlags);
      checkFlags(flags);
      if ((flags ^ descriptor.flags) & ~SETTABLE_FLAGS) refuse("ENOTSUP");
      descriptor.flags = flags;
    },
    fd_fdstat_set_rights(fd: number, base: bigint, inheriting: bigint): void {
      descriptors.get(fd).narrow({ base: rightsOf(base), inheriting: rightsOf(inheriting) });
    },
    fd_filestat_get(fd: number, result: number): void {
      putFilestat(memory, result, descriptors.get(fd, Right.fdFilestatGet).stat());
    },
    fd_filestat_set_size(fd: number, size: bigint): void {
      descriptors.file(fd, Right.fdFilestatSetSize).file.resize(offsetOf(size));
    },
    fd_filestat_set_times(fd: number, atim: bigint, mtim: bigint, flags: number): void {
      const descriptor = descriptors.get(fd, Right.fdFilestatSetTimes);
      setTimes(descriptor, timesOf(clock, atim, mtim, flags));
    },
    fd_advise(fd: number, _offset: bigint, _length: bigint, advice: number): void {
      descriptors.file(fd, Right.fdAdvise);
      if (advice >= ADVICES) refuse("EINVAL");
    },
    fd_allocate(fd: number, offset: bigint, length: bigint): void {
      const { file } = descriptors.file(fd, Right.fdAllocate);
      if (length === 0n) refuse("EINVAL");
      const end = offsetOf(offset + length);
      if (end > file.size()) file.resize(end);
    },
  };
}

/** @throws EINVAL */
export function checkFlags(flags: number): void {
  if (flags & ~KNOWN_FLAGS) refuse("EINVAL");
}

function setTimes(descriptor: Descriptor, times: ReturnType<typeof timesOf>): void {
  if (descriptor instanceof FileDescriptor) descriptor.file.setTimes(times);
  else if (descriptor instanceof DirectoryDescriptor) descriptor.directory.setTimesSelf(times);
  else refuse("EBADF");
}
