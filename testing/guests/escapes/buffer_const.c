// A guest that writes to the buffer it was lent to read.
#include <stdint.h>

int buffer_const(const uint8_t *buffer, int length) {
  ((uint8_t *)(uintptr_t)buffer)[0] = 0xff;
  return length;
}
