// A guest that writes one byte past the buffer it was lent.
#include <stdint.h>

int buffer_overrun(uint8_t *buffer, int length) {
  buffer[length] = 0xff;
  return length;
}
