// A guest that calls through a function pointer full of garbage.
#include <stdint.h>

// Canonical, so the fault is reported at this very address on every CPU; above all that V8 picks
// for its own mappings (below 0x400000000000) and below where Linux maps PIE programs (0x55...).
static volatile uintptr_t garbage = 0x424242424242;

int wild_jump_inner(int (*target)(void)) { return target() + 1; }

int wild_jump(void) { return wild_jump_inner((int (*)(void))garbage); }
