// A guest that writes through a null pointer.
#include <stddef.h>

static int *volatile nowhere = NULL;  // volatile: the compiler must not see the null

int null_write_inner(int *to) {
  *to = 1;
  return 0;
}

int null_write(void) { return null_write_inner(nowhere); }
