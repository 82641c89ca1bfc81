import type { BigIntStats, Dirent } from "node:fs";
import { Filetype } from "../abi/constants.js";
import type { Stat } from "../files/stat.js";

/** @param device what the guest is told: the host's numbers are none of its business */
export function statOfHost(stats: BigIntStats, device: bigint): Stat {
  return {
    device,
    inode: stats.ino,
    filetype: filetypeOf(stats),
    links: stats.nlink,
    size: stats.size,
    atim: stats.atimeNs,
    mtim: stats.mtimeNs,
    ctim: stats.ctimeNs,
  };
}

export function filetypeOf(entry: BigIntStats | Dirent): number {
  if (entry.isFile()) return Filetype.regularFile;
  if (entry.isDirectory()) return Filetype.directory;
  if (entry.isSymbolicLink()) return Filetype.symbolicLink;
  if (entry.isCharacterDevice()) return Filetype.characterDevice;
  if (entry.isBlockDevice()) return Filetype.blockDevice;
  return entry.isSocket() ? Filetype.socketStream : Filetype.unknown;
}
