// SPDX-License-Identifier: Apache-2.0
// A guest that loads a plugin, whose constructor calls it back.
#include <dlfcn.h>
#include <stddef.h>

#include "guests.h"

static int (*at_load)(void);
static int depth;

static int go_deeper(int frames) { return frames == 0 ? at_load() : go_deeper(frames - 1) + 1; }

void guest_plugin_begins(void) {
  if (at_load != NULL) go_deeper(depth);
}

int guest_load(const char *path, int (*act)(void), int frames) {
  at_load = act;
  depth = frames;
  void *plugin = dlopen(path, RTLD_LAZY);
  if (plugin == NULL) return -1;
  dlclose(plugin);
  return 1;
}
