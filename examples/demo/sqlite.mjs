// The system's SQLite counts words: many small calls, and one that calls back for each row.
import { isDeepStrictEqual } from "node:util";
import { library } from "@cofferdam/ffi";
import koffi from "koffi";
import { compare } from "./compare.mjs";
import { dim } from "./terminal.mjs";

const FILE = "libsqlite3.so.0";
const WORDS = 20_000;
const TOP = 5;
const SQLITE_OK = 0;
const SQLITE_DONE = 101;
/** SQLITE_TRANSIENT: the text is copied at once. */
const TRANSIENT = -1;

/** @returns {boolean[]} what was compared, and whether it was right */
export function sqlitePart(guard, text) {
  const libraries = open(guard);
  if (libraries === undefined) return [];
  console.log(
    dim(`\n  SQLite ${libraries.guarded.version()}, ${WORDS} words of this repository\n`),
  );
  const words = text.match(/[A-Za-z]{4,}/g).slice(0, WORDS);
  return [
    compare(
      `insert ${words.length} words one by one, count, sort, = JavaScript`,
      (sqlite) => countWords(sqlite, words),
      libraries,
      (rows) => isDeepStrictEqual(rows, countInJavaScript(words)),
    ),
  ];
}

function open(guard) {
  let plain;
  try {
    plain = koffi.load(FILE);
  } catch {
    console.log(dim(`\n  ${FILE} is not on this machine: left out`));
    return undefined;
  }
  koffi.proto("int SqliteRow(void *context, int columns, char **values, char **names)");
  return { plain: bind(plain), guarded: bind(guard.openSync(library(FILE))) };
}

function bind(library) {
  return {
    version: library.func("const char *sqlite3_libversion()"),
    open: library.func("int sqlite3_open(const char *path, _Out_ void **db)"),
    close: library.func("int sqlite3_close(void *db)"),
    exec: library.func(
      "int sqlite3_exec(void *db, const char *sql, SqliteRow *row, void *context, void *error)",
    ),
    prepare: library.func(
      "int sqlite3_prepare_v2(void *db, const char *sql, int length, _Out_ void **statement, void *rest)",
    ),
    bindText: library.func(
      "int sqlite3_bind_text(void *statement, int at, const char *text, int length, intptr_t free)",
    ),
    step: library.func("int sqlite3_step(void *statement)"),
    reset: library.func("int sqlite3_reset(void *statement)"),
    finalize: library.func("int sqlite3_finalize(void *statement)"),
  };
}

function countWords(sqlite, words) {
  const db = [null];
  check(sqlite.open(":memory:", db));
  check(sqlite.exec(db[0], "CREATE TABLE words (word TEXT); BEGIN", null, null, null));
  insert(sqlite, db[0], words);
  const rows = [];
  const query = `SELECT word, count(*) FROM words GROUP BY word ORDER BY 2 DESC, 1 LIMIT ${TOP}`;
  const keep = (_context, columns, values) => {
    rows.push(koffi.decode(values, "char *", columns));
    return 0;
  };
  check(sqlite.exec(db[0], query, keep, null, null));
  check(sqlite.exec(db[0], "ROLLBACK", null, null, null));
  check(sqlite.close(db[0]));
  return rows;
}

function insert(sqlite, db, words) {
  const statement = [null];
  check(sqlite.prepare(db, "INSERT INTO words VALUES (?)", -1, statement, null));
  for (const word of words) {
    check(sqlite.bindText(statement[0], 1, word, -1, TRANSIENT));
    check(sqlite.step(statement[0]), SQLITE_DONE);
    check(sqlite.reset(statement[0]));
  }
  check(sqlite.finalize(statement[0]));
}

function countInJavaScript(words) {
  const counts = new Map();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts]
    .sort(([a, countOfA], [b, countOfB]) => countOfB - countOfA || (a < b ? -1 : 1))
    .slice(0, TOP)
    .map(([word, count]) => [word, String(count)]);
}

function check(code, expected = SQLITE_OK) {
  if (code !== expected) throw new Error(`SQLite answered ${code}`);
}
