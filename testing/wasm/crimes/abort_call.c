// A guest that aborts.

#include <stdint.h>
#include <stdlib.h>

#include "guest.h"

__attribute__((noinline)) static void give_up(void) { abort(); }

EXPORT(run) int32_t run(void) {
  give_up();
  return 0;
}
