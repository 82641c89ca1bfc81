// A guest that recurses without end, in frames of 4 KiB that are on the stack in its own memory.

#include <stdint.h>

#include "guest.h"

enum { FRAME_BYTES = 4096 };

static volatile int32_t bottom = -1;  // never reached: the depth only grows

__attribute__((noinline, optnone)) static int32_t descend(int32_t depth) {
  volatile uint8_t frame[FRAME_BYTES];
  frame[0] = (uint8_t)depth;
  return depth == bottom ? 0 : descend(depth + 1) + frame[0];
}

EXPORT(run) int32_t run(void) { return descend(0); }
