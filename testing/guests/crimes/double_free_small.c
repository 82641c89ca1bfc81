// A guest that frees a small block twice.
#include <stdlib.h>

enum { BLOCK_BYTES = 24 };

void double_free_small_inner(void *block) { free(block); }

// The malloc leaves room in the thread's cache, so the first free goes there, and the second finds
// it there: always "double free detected in tcache", raised with no lock held.
int double_free_small(void) {
  void *volatile block = malloc(BLOCK_BYTES);
  double_free_small_inner(block);
  double_free_small_inner(block);
  return 0;
}
