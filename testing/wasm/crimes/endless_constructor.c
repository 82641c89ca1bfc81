// A guest whose constructor never returns: it loops in _initialize.

#include <stdint.h>

#include "guest.h"

static volatile uint32_t rounds;

__attribute__((constructor)) static void spin(void) {
  for (;;) rounds++;
}

EXPORT(run) uint32_t run(void) { return rounds; }
