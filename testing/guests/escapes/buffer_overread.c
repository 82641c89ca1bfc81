// A guest that reads one byte past the buffer it was lent.
#include <stdint.h>

int buffer_overread(uint8_t *buffer, int length) { return ((volatile uint8_t *)buffer)[length]; }
