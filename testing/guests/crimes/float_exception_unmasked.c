// A guest that unmasks floating-point exceptions and divides by zero.
#include <xmmintrin.h>

static volatile double none = 0.0;

double float_exception_unmasked_inner(double amount, double parts) { return amount / parts; }

int float_exception_unmasked(void) {
  _mm_setcsr(_mm_getcsr() & ~_MM_MASK_DIV_ZERO);
  return (int)float_exception_unmasked_inner(1.0, none);
}
