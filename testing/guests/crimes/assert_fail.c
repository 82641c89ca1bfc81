// A guest whose assertion does not hold.
#undef NDEBUG
#include <assert.h>

static volatile int length = -1;

int assert_fail_inner(int value) {
  assert(value >= 0 && "a length is never negative");
  return value;
}

int assert_fail(void) { return assert_fail_inner(length); }
