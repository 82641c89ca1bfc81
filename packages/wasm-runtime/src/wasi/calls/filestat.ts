import type { GuestMemory } from "../abi/guest-memory.js";
import type { Stat } from "../files/stat.js";

const FILESTAT_BYTES = 64;

export function putFilestat(memory: GuestMemory, pointer: number, stat: Stat): void {
  memory.check(pointer, FILESTAT_BYTES);
  memory.bytes(pointer, FILESTAT_BYTES).fill(0); // what is between the fields as well
  memory.setU64(pointer, stat.device);
  memory.setU64(pointer + 8, stat.inode);
  memory.setU8(pointer + 16, stat.filetype);
  memory.setU64(pointer + 24, stat.links);
  memory.setU64(pointer + 32, stat.size);
  memory.setU64(pointer + 40, stat.atim);
  memory.setU64(pointer + 48, stat.mtim);
  memory.setU64(pointer + 56, stat.ctim);
}
