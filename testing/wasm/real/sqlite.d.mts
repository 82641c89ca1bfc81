export interface Sqlite {
  /** Runs statements; returns the rows, a line each, with | between columns. Throws an Error with SQLite's message. */
  readonly run: (sql: string) => string;
  readonly close: () => void;
}

/**
 * On the exports of a fresh instance of sqlite.wasm, which may be wrapped: they only have to be callable, and to have
 * `memory`. It imports WASI only: a database in memory needs a clock, random bytes and nothing else that it is granted.
 * @param path of a file, in a folder that the guest is given. Default: a database in memory
 */
export declare function startSqlite(
  // biome-ignore lint/suspicious/noExplicitAny: whatever gives exports
  exports: Record<string, any>,
  path?: string,
): Sqlite;
