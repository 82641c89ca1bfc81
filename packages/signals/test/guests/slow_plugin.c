// A plugin whose constructor calls the program that loads it.
#include <stdint.h>
#include <stdlib.h>

__attribute__((constructor)) static void load(void) {
  const char *call = getenv("PLUGIN_CALLS");
  const char *ms = getenv("PLUGIN_MS");
  if (call == NULL || ms == NULL) return;
  ((int (*)(int))(uintptr_t)strtoull(call, NULL, 16))(atoi(ms));
}
