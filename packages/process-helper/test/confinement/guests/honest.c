// SPDX-License-Identifier: Apache-2.0
// A guest that does what a library may, and one that tells what it was given.
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "hostile.h"

extern char **environ;

static void *nothing(void *argument) { return argument; }

static int thread(const char *unused) {
  (void)unused;
  pthread_t id;
  int error = pthread_create(&id, NULL, nothing, NULL);
  return error != 0 ? error : pthread_join(id, NULL);
}

static int load(const char *library) { return dlopen(library, RTLD_NOW) != NULL ? 0 : EACCES; }

/** A pipe cannot be synced; EINVAL says that it was asked. */
static int sync_output(const char *unused) {
  (void)unused;
  return fsync(1) == 0 || errno == EINVAL ? 0 : errno;
}

static int wait_for(const char *seconds) {
  sleep((unsigned)atoi(seconds));
  return 0;
}

/** Listens on an abstract socket until its input ends: the one that others are tried on. */
static int serve(const char *name) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  strncpy(address.sun_path + 1, name, sizeof address.sun_path - 2);
  size_t length = offsetof(struct sockaddr_un, sun_path) + 1 + strlen(name);
  int fd = socket(AF_UNIX, SOCK_STREAM, 0);
  if (bind(fd, (struct sockaddr *)&address, (socklen_t)length) != 0) return errno;
  if (listen(fd, 8) != 0) return errno;
  printf("serving\n");
  fflush(stdout);
  char byte;
  return read(0, &byte, 1) < 0 ? errno : 0;
}

static int crash(const char *unused) {
  (void)unused;
  abort();
}

static int variables(const char *unused) {
  (void)unused;
  for (char **at = environ; *at != NULL; at++) printf("variable %s\n", *at);
  return 0;
}

static int descriptors(const char *most) {
  int count = 0;
  for (int fd = 0; fd < atoi(most); fd++) count += fcntl(fd, F_GETFD) >= 0 ? 1 << fd : 0;
  return count;
}

/** Largest core file, in bytes. */
static int core(const char *unused) {
  (void)unused;
  struct rlimit limit;
  getrlimit(RLIMIT_CORE, &limit);
  return (int)limit.rlim_max;
}

static int death_signal(const char *unused) {
  (void)unused;
  int number = 0;
  prctl(PR_GET_PDEATHSIG, &number);
  return number;
}

static int blocked_signals(const char *unused) {
  (void)unused;
  sigset_t blocked;
  sigprocmask(SIG_SETMASK, NULL, &blocked);
  int count = 0;
  for (int number = 1; number < 32; number++) count += sigismember(&blocked, number);
  return count;
}

const crime honest_deeds[] = {{"thread", 0, thread},
                              {"load", 0, load},
                              {"sync", 0, sync_output},
                              {"wait", 0, wait_for},
                              {"serve", 0, serve},
                              {"crash", 0, crash},
                              {"variables", 0, variables},
                              {"descriptors", 1, descriptors},
                              {"core", 1, core},
                              {"death-signal", 1, death_signal},
                              {"blocked-signals", 1, blocked_signals},
                              {0}};
