// A guest that reads through a null pointer.
#include <stddef.h>

static const int *volatile nowhere = NULL;  // volatile: the compiler must not see the null

int null_read_inner(const int *from) { return *from; }

int null_read(void) { return null_read_inner(nowhere); }
