// A guest that opens the same file until it cannot, and closes none.

#include <fcntl.h>
#include <stdint.h>
#include <unistd.h>

#include "guest.h"

// At most `count` times; returns how many descriptors it holds.
EXPORT(run) int32_t run(int32_t count) {
  int32_t held = 0;
  while (held < count && open("/data/file", O_CREAT | O_RDWR, 0600) >= 0) held++;
  return held;
}
