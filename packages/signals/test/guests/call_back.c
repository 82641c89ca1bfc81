// A guest that calls back, and crashes or not when it is back.
#include <stdbool.h>
#include <stddef.h>

static volatile int *volatile nowhere = NULL;

int call_back(int (*callback)(int), bool crashes) {
  int result = callback(1);
  if (crashes) *nowhere = 1;
  return result;
}
