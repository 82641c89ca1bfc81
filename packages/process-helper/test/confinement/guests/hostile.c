// SPDX-License-Identifier: Apache-2.0
// A guest that commits the crimes it is told to, one after another, and prints what became of each:
//   hostile [--seal LIBRARY WHEN TRAPS] NAME[=ARGUMENT]...
#define _GNU_SOURCE
#include "hostile.h"

#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int seal(char **argv) {
  void *library = dlopen(argv[0], RTLD_NOW);
  if (library == NULL) {
    fprintf(stderr, "%s\n", dlerror());
    return 1;
  }
  int (*report)(int) = (int (*)(int))dlsym(library, "report_violations_to");
  int (*seal_now)(unsigned, int) = (int (*)(unsigned, int))dlsym(library, "seal_now");
  int error = report(2);
  return error != 0 ? error : seal_now((unsigned)atoi(argv[1]), atoi(argv[2]));
}

static const crime *find(const char *name, size_t length) {
  const crime *lists[] = {file_crimes, process_crimes, resource_crimes, honest_deeds};
  for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
    for (const crime *at = lists[i]; at->name != NULL; at++) {
      if (strlen(at->name) == length && memcmp(at->name, name, length) == 0) return at;
    }
  }
  return NULL;
}

static void commit(const char *order) {
  const char *argument = strchrnul(order, '=');
  size_t length = (size_t)(argument - order);
  const crime *found = find(order, length);
  if (found == NULL) {
    fprintf(stderr, "no crime %s\n", order);
    exit(2);
  }
  int result = found->commit(*argument == '=' ? argument + 1 : argument);
  printf("%.*s ", (int)length, order);
  if (found->counts) {
    printf("%d\n", result);
  } else {
    printf("%s\n", result == 0 ? "ok" : strerrorname_np(result));
  }
  fflush(stdout);
}

int main(int argc, char **argv) {
  int at = 1;
  if (argc > 4 && strcmp(argv[1], "--seal") == 0) {
    int error = seal(argv + 2);
    if (error != 0) {
      fprintf(stderr, "cannot seal: %s\n", strerror(error));
      return 3;
    }
    at = 5;
  }
  for (; at < argc; at++) commit(argv[at]);
  return 0;
}
