// A guest that is SQLite: a database in memory, or in a file through WASI, and SQL from the host.

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "guest.h"

#define SQLITE_API static  // one file: what is not used is left out
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Weverything"
#include "sqlite3.c"
#pragma clang diagnostic pop

static sqlite3 *database;
static char *sql;
static uint32_t sql_capacity;
static sqlite3_str *rows;
static char *text;
static int32_t failed;

// Where the host may write `length` bytes, for open_database or run; 0 without memory.
EXPORT(buffer) char *buffer(uint32_t length) {
  if (length < sql_capacity) return sql;
  free(sql);
  sql = malloc(length + 1);
  sql_capacity = sql == NULL ? 0 : length + 1;
  return sql;
}

// Opens the file whose path is the first `length` bytes of the buffer; ":memory:" is none. Returns
// SQLite's code.
EXPORT(open_database) int32_t open_database(uint32_t length) {
  sql[length] = '\0';
  sqlite3_close(database);
  database = NULL;
  // No locks: WASI has none.
  int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  return sqlite3_open_v2(sql, &database, flags, "unix-none");
}

EXPORT(close_database) void close_database(void) {
  sqlite3_close(database);
  database = NULL;
}

static int append_row(void *unused, int columns, char **values, char **names) {
  (void)unused;
  (void)names;
  for (int i = 0; i < columns; i++) {
    sqlite3_str_appendall(rows, values[i] == NULL ? "NULL" : values[i]);
    sqlite3_str_appendchar(rows, 1, i + 1 < columns ? '|' : '\n');
  }
  return 0;
}

static uint64_t packed(const char *at) {
  return (uint64_t)(uintptr_t)at << 32 | (at == NULL ? 0 : (uint32_t)strlen(at));
}

// Runs the SQL in the first `length` bytes of the buffer. Returns pointer << 32 | length of the
// rows, a line each, with | between columns; or of the error, if has_failed() says so. Valid until
// the next run.
EXPORT(run) uint64_t run(uint32_t length) {
  char *error = NULL;
  sql[length] = '\0';
  sqlite3_free(text);
  rows = sqlite3_str_new(database);
  failed = sqlite3_exec(database, sql, append_row, NULL, &error) != SQLITE_OK;
  text = sqlite3_str_finish(rows);
  if (!failed) return packed(text);
  sqlite3_free(text);
  text = error;
  return packed(text);
}

EXPORT(has_failed) int32_t has_failed(void) { return failed; }

// Runs all the SQL that stdin has, on a database in memory, and writes the rows to stdout. Returns
// an exit code.
EXPORT(shell) int32_t shell(void) {
  uint32_t length = 0;
  buffer(1 << 20);
  while (length < 1 << 20) {
    size_t read = fread(sql + length, 1, (1 << 20) - length, stdin);
    if (read == 0) break;
    length += (uint32_t)read;
  }
  if (sqlite3_open(":memory:", &database) != SQLITE_OK) return 2;
  run(length);
  fputs(text == NULL ? "" : text, failed ? stderr : stdout);
  fflush(stdout);
  close_database();
  return failed;
}
