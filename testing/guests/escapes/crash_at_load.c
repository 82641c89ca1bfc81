// A guest that crashes while it is being loaded: no call is being made that could be abandoned.
#include <stddef.h>

static int *volatile nowhere = NULL;  // volatile: the compiler must not see the null

__attribute__((constructor)) static void construct(void) { *nowhere = 1; }

int crash_at_load(void) { return 0; }
