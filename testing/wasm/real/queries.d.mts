export interface Query {
  /** What it does, to follow "a query that". */
  readonly title: string;
  readonly sql: string;
  readonly rows: string;
}

export declare const queries: readonly Query[];
