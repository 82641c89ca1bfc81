// SPDX-License-Identifier: Apache-2.0
// A guest that takes all it can get, up to a number that it is given.
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "hostile.h"

/** They wait for nothing but their end, which comes with their parent's. */
static int forks(const char *most) {
  pid_t children[64];
  int count = 0;
  int end = atoi(most) < 64 ? atoi(most) : 64;
  while (count < end) {
    pid_t child = fork();
    if (child < 0) break;
    if (child == 0) {
      alarm(20);
      pause();
      _exit(0);
    }
    children[count++] = child;
  }
  for (int i = 0; i < count; i++) {
    kill(children[i], SIGKILL);
    waitpid(children[i], NULL, 0);
  }
  return count;
}

/** Never touched: what is limited is what may be. */
static int memory(const char *most_mib) {
  int count = 0;
  while (count < atoi(most_mib)) {
    if (malloc(16 << 20) == NULL) break;
    count += 16;
  }
  return count;
}

static int duplicates(const char *most) {
  int fds[128];
  int count = 0;
  while (count < atoi(most) && count < 128) {
    int fd = dup(0);
    if (fd < 0) break;
    fds[count++] = fd;
  }
  for (int i = 0; i < count; i++) close(fds[i]);
  return count;
}

/** Of descriptors, to what every machine lets one have that was given no limit. */
static int raise_limit(const char *unused) {
  (void)unused;
  struct rlimit limit;
  getrlimit(RLIMIT_NOFILE, &limit);
  struct rlimit more = {1000, limit.rlim_max < 1000 ? 1000 : limit.rlim_max};
  return setrlimit(RLIMIT_NOFILE, &more) == 0 ? 0 : errno;
}

/** Writes a function that returns, and runs it. */
static int run_data(const char *unused) {
  (void)unused;
  void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (page == MAP_FAILED) return errno;
  memset(page, 0xc3, 16);
  if (mprotect(page, 4096, PROT_READ | PROT_EXEC) != 0) return errno;
  ((void (*)(void))page)();
  return 0;
}

const crime resource_crimes[] = {{"forks", 1, forks},           {"memory", 1, memory},
                                 {"duplicates", 1, duplicates}, {"raise-limit", 0, raise_limit},
                                 {"run-data", 0, run_data},     {0}};
