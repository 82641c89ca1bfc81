/** What a world is asked, and what it answers. */

export interface OpenTerms {
  readonly at?: number;
  readonly follow?: boolean;
  readonly create?: boolean;
  readonly directory?: boolean;
  readonly exclusive?: boolean;
  readonly truncate?: boolean;
  /** Base rights. */
  readonly rights?: number;
  readonly flags?: number;
}

export interface Listed {
  readonly name: string;
  readonly filetype: number;
  readonly next: bigint;
  readonly inode: bigint;
}

export interface Filestat {
  readonly inode: bigint;
  readonly filetype: number;
  readonly links: bigint;
  readonly size: bigint;
  readonly atim: bigint;
  readonly mtim: bigint;
}
