// A guest that returns a string which is none. The gate reads it before the host does, inside the
// call.
#include <stdint.h>

const char *wild_text(void) { return (const char *)(uintptr_t)0x424242424242; }
