// A guest that allocates and touches memory until there is none.

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "guest.h"

enum { BYTES = 1 << 20 };

static volatile uint32_t mebibytes;

EXPORT(run) uint32_t run(void) {
  for (;;) {
    volatile uint8_t *bytes = malloc(BYTES);
    if (bytes == NULL) return mebibytes;
    for (uint32_t at = 0; at < BYTES; at += 4096) bytes[at] = 1;
    mebibytes++;
  }
}
