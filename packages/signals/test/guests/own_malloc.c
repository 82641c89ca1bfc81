// An allocator of its own, preloaded over libc's, that takes from one mapping and never gives back. It aborts
// when it is asked to free what it never gave out, and takes 700 ms for a block of 4,243 bytes.
#define _GNU_SOURCE
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

static const size_t kPoolBytes = (size_t)8 << 30;
static _Atomic(char *) pool;
static _Atomic(size_t) used;

// The pool: mapped by whoever comes first; a loser of the race gives its mapping back.
static char *start(void) {
  char *known = atomic_load(&pool);
  if (known != NULL) return known;
  char *mapped = mmap(NULL, kPoolBytes, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (atomic_compare_exchange_strong(&pool, &known, mapped)) return mapped;
  munmap(mapped, kPoolBytes);
  return known;
}

// A block's size lies in the 16 bytes before it.
static void *take(size_t alignment, size_t bytes) {
  char *first = start();
  size_t at = atomic_fetch_add(&used, bytes + alignment + 16) + 16;
  char *block = (char *)(((uintptr_t)first + at + alignment - 1) & ~(uintptr_t)(alignment - 1));
  if (block + bytes > first + kPoolBytes) abort();
  memcpy(block - 16, &bytes, sizeof bytes);
  return block;
}

size_t malloc_usable_size(void *block) {
  size_t bytes = 0;
  if (block != NULL) memcpy(&bytes, (char *)block - 16, sizeof bytes);
  return bytes;
}

void *malloc(size_t bytes) {
  if (bytes == 4243) {
    struct timespec left = {0, 700 * 1000 * 1000};
    while (nanosleep(&left, &left) != 0) continue;
  }
  return take(16, bytes);
}

void *calloc(size_t count, size_t each) { return take(16, count * each); }

void *aligned_alloc(size_t alignment, size_t bytes) {
  return take(alignment < 16 ? 16 : alignment, bytes);
}

void *memalign(size_t alignment, size_t bytes) { return aligned_alloc(alignment, bytes); }

int posix_memalign(void **out, size_t alignment, size_t bytes) {
  *out = aligned_alloc(alignment, bytes);
  return 0;
}

void free(void *block) {
  char *first = start();
  if (block != NULL && ((char *)block < first || (char *)block >= first + kPoolBytes)) abort();
}

void *realloc(void *block, size_t bytes) {
  size_t before = malloc_usable_size(block);
  void *moved = malloc(bytes);
  if (block != NULL) memcpy(moved, block, before < bytes ? before : bytes);
  return moved;
}
