// A component that looks at the world that WASI shows it: files, output, environment, clock, random
// numbers.

#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "abi.h"

enum { PATH_BYTES = 1024, TEXT_BYTES = 65536 };

struct result {
  uint8_t is_error;
  struct text text;
};

struct number {
  uint8_t is_error;
  union {
    struct text error;
    uint64_t value;
  };
};

static char to[TEXT_BYTES];

static struct result *failed(void) {
  static struct result result;
  result = (struct result){1, text_of(strerror(errno))};
  return &result;
}

static struct result *said(char *text, size_t length) {
  static struct result result;
  result = (struct result){0, {text, length}};
  return &result;
}

/** What it was given is its own, to be freed. */
static const char *path_of(char *at, size_t length) {
  static char path[PATH_BYTES];
  if (length >= PATH_BYTES) length = PATH_BYTES - 1;
  memcpy(path, at, length);
  path[length] = 0;
  free(at);
  return path;
}

EXPORT("read") struct result *read_text(char *path, size_t length) {
  FILE *file = fopen(path_of(path, length), "r");
  if (file == NULL) return failed();
  size_t count = fread(to, 1, sizeof to, file);
  fclose(file);
  return said(to, count);
}

EXPORT("write") struct number *write_text(char *path, size_t length, char *text, size_t size) {
  static struct number result;
  FILE *file = fopen(path_of(path, length), "w");
  size_t count = file == NULL ? 0 : fwrite(text, 1, size, file);
  free(text);
  bool is_done = file != NULL && fclose(file) == 0;
  result.is_error = !is_done;
  if (is_done)
    result.value = count;
  else
    result.error = text_of(strerror(errno));
  return &result;
}

EXPORT("names") struct result *names(char *folder, size_t length) {
  DIR *entries = opendir(path_of(folder, length));
  if (entries == NULL) return failed();
  size_t used = 0;
  for (struct dirent *entry = readdir(entries); entry != NULL; entry = readdir(entries)) {
    if (entry->d_name[0] == '.') continue;
    used += snprintf(to + used, sizeof to - used, "%s\n", entry->d_name);
  }
  closedir(entries);
  return said(to, used);
}

EXPORT("print") void print(char *text, size_t length, uint32_t times) {
  for (uint32_t i = 0; i < times; i++) fwrite(text, 1, length, stdout);
  fflush(stdout);
  free(text);
}

EXPORT("variable") void *variable(char *name, size_t length) {
  static struct {
    uint8_t is_some;
    struct text text;
  } option;
  const char *value = getenv(path_of(name, length));
  option.is_some = value != NULL;
  if (value != NULL) option.text = text_of(value);
  return &option;
}

static uint64_t nanoseconds(clockid_t clock) {
  struct timespec time;
  clock_gettime(clock, &time);
  return time.tv_sec * 1000000000ull + time.tv_nsec;
}

EXPORT("now") uint64_t now(void) { return nanoseconds(CLOCK_REALTIME); }

EXPORT("random") uint64_t random_number(void) {
  uint64_t filled = 0;
  getentropy(&filled, sizeof filled);
  return filled;
}

EXPORT("sleep") uint64_t sleep_for(uint32_t milliseconds) {
  uint64_t before = nanoseconds(CLOCK_MONOTONIC);
  usleep(milliseconds * 1000);
  return nanoseconds(CLOCK_MONOTONIC) - before;
}

EXPORT("leave") void leave(int32_t code) { exit(code); }
