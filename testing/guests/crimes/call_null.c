// A guest that calls a null function pointer.
#include <stddef.h>

static int (*volatile hook)(void) = NULL;

int call_null_inner(int (*target)(void)) { return target() + 1; }

int call_null(void) { return call_null_inner(hook); }
