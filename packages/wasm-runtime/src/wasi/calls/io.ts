import { Whence } from "../abi/constants.js";
import { Right } from "../abi/rights.js";
import { refuse } from "../errno.js";
import type { System } from "../system.js";
import { offsetOf } from "./offset.js";
import { transfer } from "./transfer.js";

/** Reading, writing, and where. */
export function ioCalls({ memory, descriptors }: System) {
  return {
    fd_read(fd: number, iovecs: number, count: number, result: number): void {
      const descriptor = descriptors.get(fd, Right.fdRead);
      memory.check(result, 4);
      memory.setU32(
        result,
        transfer(memory, iovecs, count, (bytes) => descriptor.read(bytes)),
      );
    },
    fd_write(fd: number, iovecs: number, count: number, result: number): void {
      const descriptor = descriptors.get(fd, Right.fdWrite);
      memory.check(result, 4);
      memory.setU32(
        result,
        transfer(memory, iovecs, count, (bytes) => descriptor.write(bytes)),
      );
    },
    fd_pread(fd: number, iovecs: number, count: number, offset: bigint, result: number): void {
      const { file } = descriptors.file(fd, Right.fdRead | Right.fdSeek);
      memory.check(result, 4);
      const at = offsetOf(offset);
      const read = transfer(memory, iovecs, count, (bytes, done) => file.read(bytes, at + done));
      memory.setU32(result, read);
    },
    fd_pwrite(fd: number, iovecs: number, count: number, offset: bigint, result: number): void {
      const descriptor = descriptors.file(fd, Right.fdWrite | Right.fdSeek);
      memory.check(result, 4);
      const at = offsetOf(offset);
      const written = transfer(memory, iovecs, count, (bytes, done) =>
        descriptor.writeAt(bytes, at + done),
      );
      memory.setU32(result, written);
    },
    fd_seek(fd: number, offset: bigint, whence: number, result: number): void {
      const tells = BigInt.asIntN(64, offset) === 0n && whence === Whence.current;
      const descriptor = descriptors.file(fd, tells ? Right.fdTell : Right.fdSeek);
      memory.check(result, 8);
      const to = BigInt(originOf(descriptor, whence)) + BigInt.asIntN(64, offset);
      if (to < 0n) refuse("EINVAL");
      descriptor.seek(offsetOf(to));
      memory.setU64(result, to);
    },
    fd_tell(fd: number, result: number): void {
      memory.setU64(result, BigInt(descriptors.file(fd, Right.fdTell).position));
    },
  };
}

function originOf(
  { position, file }: { position: number; file: { size(): number } },
  whence: number,
): number {
  if (whence === Whence.set) return 0;
  if (whence === Whence.current) return position;
  return whence === Whence.end ? file.size() : refuse("EINVAL");
}
