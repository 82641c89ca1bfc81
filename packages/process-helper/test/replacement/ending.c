// SPDX-License-Identifier: Apache-2.0
// A guest that counts what it does in a file that it is granted ($COUNTS), and ends its process in every way there is.
#define _GNU_SOURCE
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

int add(int a, int b) { return a + b; }

/** Adds the number to those that were done: a line for each time. */
static int count(int number) {
  const char *path = getenv("COUNTS");
  int fd = path == NULL ? -1 : open(path, O_WRONLY | O_APPEND);
  if (fd < 0) return -1;
  int written = (int)write(fd, &number, sizeof number);
  close(fd);
  return written == sizeof number ? number : -1;
}

int done(int number) { return count(number); }

/** The same, as a text that does not fit into a slot. */
const char *done_text(int number, int length) {
  static char *text;
  free(text);
  text = malloc((size_t)length + 1);
  memset(text, 'a' + count(number) % 26, (size_t)length);
  text[length] = 0;
  return text;
}

/** The same, with memory that it was lent. */
int done_bytes(int number, unsigned char *bytes, int length) {
  for (int i = 0; i < length; i++) bytes[i] += 1;
  return count(number);
}

int nap(int milliseconds) {
  struct timespec left = {milliseconds / 1000, milliseconds % 1000 * 1000000L};
  while (nanosleep(&left, &left) != 0) {
  }
  return milliseconds;
}

int say(const char *text) { return (int)write(2, text, strlen(text)); }

static int overflow(volatile int depth) {
  volatile char page[4096];
  page[0] = (char)depth;
  return depth < 0 ? 0 : overflow(depth + 1) + page[0];
}

/** Says good-bye in the way of that number. What comes back after all gives the number. */
int end(int way) {
  switch (way) {
    case 0:
      raise(SIGKILL);
      break;
    case 1:
      exit(3);
    case 2:
      _exit(4);
    case 3:
      abort();
    case 4:
      *(volatile int *)1 = 1;
      break;
    case 5:
      for (int fd = 0; fd < 64; fd++) close(fd);
      break;
    case 6:
      for (;;) pause();
    case 7:
      for (volatile int on = 1; on;) {
      }
      break;
    case 8: {
      sigset_t all;
      sigfillset(&all);
      sigprocmask(SIG_BLOCK, &all, NULL);
      for (;;) pause();
    }
    case 9:
      return overflow(0);
    default:
      break;
  }
  return way;
}

/** Fails now and then, by way of what lies in the file: ends unless somebody has been here before. */
int end_once(int number) {
  const char *path = getenv("COUNTS");
  int fd = open(path, O_RDONLY);
  int before = 0;
  for (int seen; read(fd, &seen, sizeof seen) == sizeof seen;) before += seen == number;
  close(fd);
  count(number);
  if (before == 0) _exit(9);
  return before;
}

int call_back(int (*callback)(int), int value) { return callback(value) + 1; }

int call_back_text(const char *(*callback)(int), int value) {
  return (int)strlen(callback(value));
}

int call_for_ever(int (*callback)(int), int value) {
  while (callback(value) != INT_MIN) value++;
  return value;
}
