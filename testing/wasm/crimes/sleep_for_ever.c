// A guest that sleeps for ever in the host: poll_oneoff.

#include <stdint.h>
#include <unistd.h>

#include "guest.h"

EXPORT(run) int32_t run(void) {
  for (;;) sleep(3600);
}
