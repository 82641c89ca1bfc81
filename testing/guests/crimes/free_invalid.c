// A guest that frees a pointer which malloc never gave out.
#include <stddef.h>
#include <stdlib.h>

// Every word looks like the header of a 32-byte block in the main heap, so free() gets as far as
// its alignment check, which an address of 16n + 8 never passes.
static _Alignas(16) size_t not_heap[] = {0x21, 0x21, 0x21, 0x21, 0x21, 0x21, 0x21, 0x21};

void free_invalid_inner(void *block) { free(block); }

int free_invalid(void) {
  void *volatile block = &not_heap[3];
  free_invalid_inner(block);
  return 0;
}
