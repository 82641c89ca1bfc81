/* SPDX-License-Identifier: Apache-2.0
 * No guest: preloaded, it makes a Node one that lacks node_api_post_finalizer, for who looks it up. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <string.h>

void *dlsym(void *restrict library, const char *restrict name) {
  static __typeof__(&dlsym) original;
  if (original == NULL) original = dlvsym(RTLD_NEXT, "dlsym", "GLIBC_2.2.5");
  return strcmp(name, "node_api_post_finalizer") == 0 ? NULL : original(library, name);
}
