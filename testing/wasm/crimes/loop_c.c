// A guest that loops for ever, as C programs do: on a flag that nobody sets.

#include <stdint.h>

#include "guest.h"

static volatile int done;

EXPORT(run) uint32_t run(void) {
  uint32_t rounds = 0;
  while (!done) rounds++;
  return rounds;
}
