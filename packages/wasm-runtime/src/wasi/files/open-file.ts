import type { Stat, Times } from "./stat.js";

/** An open regular file, owned by a descriptor. All methods refuse with an errno. */
export interface OpenFile {
  /** 0: at the end. */
  read(into: Uint8Array, at: number): number;
  /** May write less than it was given, but not nothing. */
  write(from: Uint8Array, at: number): number;
  size(): number;
  resize(size: number): void;
  stat(): Stat;
  setTimes(times: Times): void;
  sync(): void;
  close(): void;
}
