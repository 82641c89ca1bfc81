// SPDX-License-Identifier: Apache-2.0
// The crimes of test/confinement/guests as a library: one function commits one by its name.
#include "../confinement/guests/hostile.h"

#include <string.h>

/** 0, an errno, or a count; -1: there is no such crime. */
int commit(const char *name, const char *argument) {
  const crime *lists[] = {file_crimes, process_crimes, resource_crimes, honest_deeds};
  for (unsigned list = 0; list < sizeof lists / sizeof *lists; list++) {
    for (const crime *at = lists[list]; at->name; at++) {
      if (strcmp(at->name, name) == 0) return at->commit(argument);
    }
  }
  return -1;
}

extern char **environ;

/** Bytes of its environment. */
int environment(void) {
  int bytes = 0;
  for (char **at = environ; *at; at++) bytes += (int)strlen(*at) + 1;
  return bytes;
}
