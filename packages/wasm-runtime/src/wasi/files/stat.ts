/** What an inode says of itself. Times in nanoseconds since 1970. */
export interface Stat {
  readonly device: bigint;
  readonly inode: bigint;
  readonly filetype: number;
  readonly links: bigint;
  readonly size: bigint;
  readonly atim: bigint;
  readonly mtim: bigint;
  readonly ctim: bigint;
}

/** undefined: that time stays. */
export interface Times {
  readonly atim: bigint | undefined;
  readonly mtim: bigint | undefined;
}
