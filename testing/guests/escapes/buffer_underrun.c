// A guest that writes one byte before the buffer it was lent.
#include <stdint.h>

int buffer_underrun(uint8_t *buffer, int length) {
  buffer[-1] = 0xff;
  return length;
}
