// A component that commits the crime that is asked of it.

#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "abi.h"

IMPORT("example:villain/host", "give") void give(const char *, size_t);

static struct text answer;

EXPORT("spin") void spin(void) {
  for (volatile int i = 0;; i++) {
  }
}

/** Takes memory and writes to it, until there is none or the bytes are there. */
EXPORT("hoard") uint32_t hoard(uint32_t bytes) {
  uint32_t had = 0;
  while (had < bytes) {
    volatile char *block = malloc(1 << 20);
    if (block == NULL) break;
    for (uint32_t at = 0; at < 1 << 20; at += 4096) block[at] = 1;
    had += 1 << 20;
  }
  return had;
}

EXPORT("grow") uint32_t grow(uint32_t pages) { return __builtin_wasm_memory_grow(0, pages); }

EXPORT("recurse") uint32_t recurse(uint32_t depth) {
  volatile uint32_t kept = depth;
  return depth == 0 ? 0 : recurse(depth - 1) + (kept > 0);
}

/** Calls the host from as deep as is asked. */
EXPORT("dive") uint32_t dive(uint32_t depth) {
  volatile uint32_t kept = depth;
  if (depth > 0) return dive(depth - 1) + (kept > 0);
  give("deep", 4);
  return 0;
}

EXPORT("stop") void stop(void) { __builtin_trap(); }

/** A text that is not where it says. */
EXPORT("lie") struct text *lie(uint32_t at, uint32_t length) {
  answer = (struct text){(char *)at, length};
  return &answer;
}

EXPORT("lie-to-host") void lie_to_host(uint32_t at, uint32_t length) {
  give((const char *)at, length);
}

struct list {
  void *at;
  size_t count;
};

/** The same bytes, again and again. */
EXPORT("amplify") struct list *amplify(uint32_t times, uint32_t bytes) {
  static struct list list;
  char *text = malloc(bytes);
  memset(text, 'x', bytes);
  struct text *texts = malloc(times * sizeof *texts);
  for (uint32_t i = 0; i < times; i++) texts[i] = (struct text){text, bytes};
  list = (struct list){texts, times};
  return &list;
}

/** A list of lists that are all in the same place: times x times records. */
EXPORT("records") struct list *records(uint32_t times) {
  static struct list list;
  uint8_t *inner = calloc(times, 2);
  struct list *lists = malloc(times * sizeof *lists);
  for (uint32_t i = 0; i < times; i++) lists[i] = (struct list){inner, times};
  list = (struct list){lists, times};
  return &list;
}

EXPORT("flood") uint32_t flood(uint32_t times) {
  static char block[4096];
  memset(block, '#', sizeof block);
  uint32_t written = 0;
  for (uint32_t i = 0; i < times; i++) written += write(1, block, sizeof block);
  return written;
}

static bool can_open(const char *path) {
  int fd = open(path, O_RDONLY);
  if (fd < 0) return false;
  close(fd);
  return true;
}

static const char *at(const char *folder, const char *name) {
  static char paths[4][512];
  static int next;
  char *path = paths[next++ % 4];
  snprintf(path, sizeof paths[0], "%s/%s", folder, name);
  return path;
}

/** Ways out of a folder, one bit for each that led to secret.txt beside it. */
EXPORT("climb") uint32_t climb(const char *name, size_t length) {
  char folder[256];
  snprintf(folder, sizeof folder, "%.*s", (int)length, name);
  uint32_t escaped = 0;
  if (can_open(at(folder, "../secret.txt"))) escaped |= 1;
  if (can_open(at(folder, "inside/../../secret.txt"))) escaped |= 2;
  if (can_open(at(folder, "link-out/secret.txt"))) escaped |= 4;
  if (can_open(at(folder, "absolute"))) escaped |= 8;
  // a link that leads inside while it is made, and outside once its folder was moved up
  mkdir(at(folder, "a"), 0777);
  mkdir(at(folder, "a/b"), 0777);
  symlink("../..", at(folder, "a/b/up"));
  rename(at(folder, "a/b"), at(folder, "bb"));
  if (can_open(at(folder, "bb/up/secret.txt"))) escaped |= 16;
  if (can_open("/secret.txt") || can_open("/etc/passwd")) escaped |= 32;
  return escaped;
}
