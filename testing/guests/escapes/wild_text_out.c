// A guest that hands out a string which is none. The host reads it, after the call.
#include <stdint.h>

void wild_text_out(const char **out) { *out = (const char *)(uintptr_t)0x424242424242; }
