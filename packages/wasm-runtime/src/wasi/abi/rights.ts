/** What a descriptor may be used for, one bit each. Thirty bits: a number holds them. */
export const Right = {
  fdDatasync: 1 << 0,
  fdRead: 1 << 1,
  fdSeek: 1 << 2,
  fdFdstatSetFlags: 1 << 3,
  fdSync: 1 << 4,
  fdTell: 1 << 5,
  fdWrite: 1 << 6,
  fdAdvise: 1 << 7,
  fdAllocate: 1 << 8,
  pathCreateDirectory: 1 << 9,
  pathCreateFile: 1 << 10,
  pathLinkSource: 1 << 11,
  pathLinkTarget: 1 << 12,
  pathOpen: 1 << 13,
  fdReaddir: 1 << 14,
  pathReadlink: 1 << 15,
  pathRenameSource: 1 << 16,
  pathRenameTarget: 1 << 17,
  pathFilestatGet: 1 << 18,
  pathFilestatSetSize: 1 << 19,
  pathFilestatSetTimes: 1 << 20,
  fdFilestatGet: 1 << 21,
  fdFilestatSetSize: 1 << 22,
  fdFilestatSetTimes: 1 << 23,
  pathSymlink: 1 << 24,
  pathRemoveDirectory: 1 << 25,
  pathUnlinkFile: 1 << 26,
  pollFdReadwrite: 1 << 27,
} as const;

const KNOWN_BITS = 30;

/** What a directory can be used for at all. */
export const DIRECTORY_RIGHTS =
  Right.fdFdstatSetFlags |
  Right.fdSync |
  Right.fdDatasync |
  Right.pathCreateDirectory |
  Right.pathCreateFile |
  Right.pathLinkSource |
  Right.pathLinkTarget |
  Right.pathOpen |
  Right.fdReaddir |
  Right.pathReadlink |
  Right.pathRenameSource |
  Right.pathRenameTarget |
  Right.pathFilestatGet |
  Right.pathFilestatSetSize |
  Right.pathFilestatSetTimes |
  Right.fdFilestatGet |
  Right.fdFilestatSetTimes |
  Right.pathSymlink |
  Right.pathRemoveDirectory |
  Right.pathUnlinkFile;

export const FILE_RIGHTS =
  Right.fdDatasync |
  Right.fdRead |
  Right.fdSeek |
  Right.fdFdstatSetFlags |
  Right.fdSync |
  Right.fdTell |
  Right.fdWrite |
  Right.fdAdvise |
  Right.fdAllocate |
  Right.fdFilestatGet |
  Right.fdFilestatSetSize |
  Right.fdFilestatSetTimes |
  Right.pollFdReadwrite;

const STREAM_RIGHTS = Right.fdFdstatSetFlags | Right.fdFilestatGet | Right.pollFdReadwrite;
export const INPUT_RIGHTS = STREAM_RIGHTS | Right.fdRead;
export const OUTPUT_RIGHTS = STREAM_RIGHTS | Right.fdWrite;

/** Rights that only a file that is open for writing can have. */
export const WRITING_RIGHTS = Right.fdWrite | Right.fdAllocate | Right.fdFilestatSetSize;

/** The bits of a guest's number that mean something. */
export function rightsOf(bits: bigint): number {
  return Number(BigInt.asUintN(KNOWN_BITS, bits));
}

export function includes(rights: number, wanted: number): boolean {
  return (rights & wanted) === wanted;
}
