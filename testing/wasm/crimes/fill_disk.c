// A guest that writes to a file until it cannot.

#include <fcntl.h>
#include <stdint.h>
#include <unistd.h>

#include "guest.h"

enum { CHUNK_BYTES = 1 << 16 };

static char chunk[CHUNK_BYTES];

// At most so many MiB; returns how many there were, rounded down.
EXPORT(run) int32_t run(int32_t mebibytes) {
  int64_t written = 0;
  int file = open("/data/big", O_CREAT | O_WRONLY, 0600);
  if (file < 0) return -1;
  while (written < (int64_t)mebibytes << 20) {
    ssize_t taken = write(file, chunk, sizeof chunk);
    if (taken <= 0) break;
    written += taken;
  }
  close(file);
  return (int32_t)(written >> 20);
}
