// A guest that fills 16 MiB for ever, by an instruction for each.

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "guest.h"

enum { BYTES = 16 << 20 };

EXPORT(run) void run(void) {
  volatile uint8_t *bytes = malloc(BYTES);
  if (bytes == NULL) abort();
  for (int round = 0;; round++) memset((void *)bytes, round, BYTES);
}
