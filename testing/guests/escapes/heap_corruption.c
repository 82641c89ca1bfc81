// A guest that writes in front of a block it has freed. malloc notices at its next use, by the
// host.
#include <stddef.h>
#include <stdlib.h>

enum { BLOCK_BYTES = 16000 };  // too big for the caches: goes to the list that malloc checks

// Keeps the block away from the top of the heap, with which it would be merged.
static void *volatile fence;

int heap_corruption(void) {
  volatile size_t *block = malloc(BLOCK_BYTES);
  fence = malloc(BLOCK_BYTES);
  free((void *)block);
  block[-1] = 0x4141414141414141;  // the size of the block
  return 0;
}
