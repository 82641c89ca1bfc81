// A guest that reads from an address that no x86-64 pointer can have.
#include <stdint.h>

static volatile uintptr_t garbage = 0x8000000000000000;

int non_canonical_inner(const int *from) { return *from; }

int non_canonical(void) { return non_canonical_inner((const int *)garbage); }
