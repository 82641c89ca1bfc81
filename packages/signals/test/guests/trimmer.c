// A thread that gives free memory back to the kernel over and over; malloc's lock is held for tens of
// milliseconds each time, because there are so many free blocks.
#include <malloc.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <time.h>

enum { BLOCKS = 40000, BLOCK_BYTES = 8192 };

static pthread_t thread;
static atomic_bool going;
static atomic_int trims;
static void *volatile fence;  // between two free blocks, so that they stay two

static void *trim(void *unused) {
  const struct timespec breath = {.tv_nsec = 2 * 1000 * 1000};
  while (going) {
    malloc_trim(0);
    trims++;
    nanosleep(&breath, NULL);
  }
  return unused;
}

int trimmer_start(void) {
  static void *blocks[BLOCKS];
  for (int i = 0; i < BLOCKS; i++) {
    blocks[i] = malloc(BLOCK_BYTES);
    fence = malloc(24);
  }
  for (int i = 0; i < BLOCKS; i++) free(blocks[i]);
  going = true;
  return pthread_create(&thread, NULL, trim, NULL);
}

// How often it did.
int trimmer_stop(void) {
  going = false;
  pthread_join(thread, NULL);
  return trims;
}
