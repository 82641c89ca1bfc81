import type { OpenHow } from "./directory.js";
import type { OpenFile } from "./open-file.js";
import type { Stat, Times } from "./stat.js";

/** A file that is mounted by itself: what it is was fixed when it was mounted. Refuses with an errno. */
export interface PinnedFile {
  open(how: OpenHow): OpenFile;
  stat(): Stat;
  setTimes(times: Times): void;
  reset(): void;
  dispose(): void;
}
