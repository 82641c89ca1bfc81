// A guest that returns with the x87 unit rounding down and in single precision.
#include <stdint.h>

enum { SINGLE_PRECISION_ROUNDING_DOWN = 0x047f };

int dirty_x87(void) {
  uint16_t control = SINGLE_PRECISION_ROUNDING_DOWN;
  __asm__ volatile("fldcw %0" : : "m"(control));
  return 42;
}
