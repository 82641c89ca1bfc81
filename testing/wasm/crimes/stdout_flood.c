// A guest that writes far more to stdout than anybody wants to read.

#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include "guest.h"

enum { LINE_BYTES = 1 << 16 };

static char line[LINE_BYTES];

// Writes so many MiB to a descriptor (1: stdout, 2: stderr); returns how many of them were taken.
EXPORT(run) int32_t run(int32_t descriptor, int32_t mebibytes) {
  int64_t written = 0;
  memset(line, 'x', sizeof line);
  for (int32_t i = 0; i < mebibytes * 16; i++) {
    ssize_t taken = write(descriptor, line, sizeof line);
    if (taken < 0) break;
    written += taken;
  }
  return (int32_t)(written >> 20);
}
