import { Filetype } from "../../wasi/abi/constants.js";
import type { Stat, Times } from "../../wasi/files/stat.js";
import type { Clock } from "../../wasi/sources/clock.js";
import { type Datetime, datetimeOf, timeOf } from "./datetime.js";

const types: Readonly<Record<number, string>> = {
  [Filetype.blockDevice]: "block-device",
  [Filetype.characterDevice]: "character-device",
  [Filetype.directory]: "directory",
  [Filetype.regularFile]: "regular-file",
  [Filetype.socketStream]: "socket",
  [Filetype.symbolicLink]: "symbolic-link",
};

/** descriptor-type. */
export function typeOf(filetype: number): string {
  return types[filetype] ?? "unknown";
}

/** descriptor-stat. */
export function descriptorStat(stat: Stat) {
  return {
    type: typeOf(stat.filetype),
    linkCount: stat.links,
    size: stat.size,
    dataAccessTimestamp: datetimeOf(stat.atim),
    dataModificationTimestamp: datetimeOf(stat.mtim),
    statusChangeTimestamp: datetimeOf(stat.ctim),
  };
}

/** metadata-hash-value: which file it is. */
export function metadataHash({ inode, device }: Stat) {
  return { lower: inode, upper: device };
}

export type NewTimestamp =
  | { readonly tag: "no-change" | "now" }
  | { readonly tag: "timestamp"; readonly val: Datetime };

export function newTimes(clock: Clock, access: NewTimestamp, modification: NewTimestamp): Times {
  const now = clock.realtime();
  const pick = (time: NewTimestamp) => {
    if (time.tag === "timestamp") return timeOf(time.val);
    return time.tag === "now" ? now : undefined;
  };
  return { atim: pick(access), mtim: pick(modification) };
}
