// A guest that recurses without end, in frames that are on the engine's stack only.

#include <stdint.h>

#include "guest.h"

static volatile int32_t bottom = -1;  // never reached: the depth only grows

// The call stays a call: an optimiser would make a loop of it.
__attribute__((noinline, disable_tail_calls)) static int32_t descend(int32_t depth) {
  return depth == bottom ? 0 : descend(depth + 1) + 1;
}

EXPORT(run) int32_t run(void) { return descend(0); }
