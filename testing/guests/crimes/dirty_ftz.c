// A guest that returns with denormals switched off (FTZ and DAZ set in MXCSR).
#include <xmmintrin.h>

enum { FLUSH_TO_ZERO = 0x8000, DENORMALS_ARE_ZERO = 0x0040 };

int dirty_ftz(void) {
  _mm_setcsr(_mm_getcsr() | FLUSH_TO_ZERO | DENORMALS_ARE_ZERO);
  return 42;
}
