// A guest that frees a large block twice, which leaves malloc locked.
#include <stdatomic.h>
#include <stdlib.h>

enum { BLOCK_BYTES = 16000 };  // too big for the caches, too small for a mapping of its own

// Keeps the block away from the top of the heap. Merged with the top it could be given back to the
// kernel, and the second free would be a SIGSEGV now and then. Released by the next crime.
static _Atomic(void *) fence;

void double_free_large_inner(void *block) { free(block); }

int double_free_large(void) {
  free(atomic_exchange(&fence, NULL));
  void *volatile block = malloc(BLOCK_BYTES);
  atomic_store(&fence, malloc(BLOCK_BYTES));
  double_free_large_inner(block);
  double_free_large_inner(block);
  return 0;
}
