// A guest that breaks the heap it uses, in the ways that malloc notices at once, late, or never.
#include <errno.h>
#include <pthread.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
  SMALL_BYTES = 40,
  LARGE_BYTES = 16000,  // too big for the caches, too small for a mapping of its own
  CACHED = 7,           // blocks of a size that the thread cache holds
};

static void *volatile fence;  // keeps a block away from the top of the heap
static char *volatile filled[CACHED];

static void give_back(void *volatile block) { free(block); }

/** malloc notices at once, with no lock taken. */
static void free_small_twice(void) {
  void *volatile block = malloc(SMALL_BYTES);
  give_back(block);
  give_back(block);
}

/** The same past the thread cache. */
static void free_fast_twice(void) {
  for (int i = 0; i < CACHED; i++) filled[i] = malloc(SMALL_BYTES);
  void *volatile block = malloc(SMALL_BYTES);
  for (int i = 0; i < CACHED; i++) free(filled[i]);
  give_back(block);
  give_back(block);
}

static void free_stranger(void) {
  static char bytes[256];
  give_back(bytes + 16);
}

/** malloc notices at once, and aborts with its lock taken. */
static void free_large_twice(void) {
  void *volatile block = malloc(LARGE_BYTES);
  fence = malloc(LARGE_BYTES);
  give_back(block);
  give_back(block);
}

/** A block ends beyond its end: free() finds the next one's header smashed. */
static void smash_and_free(void) {
  volatile char *block = malloc(LARGE_BYTES);
  fence = malloc(LARGE_BYTES);
  for (int i = 0; i < 32; i++) block[LARGE_BYTES + i] = 'A';
  give_back((void *)block);
}

/** malloc() finds what lies in its list smashed. */
static void smash_freed_and_allocate(void) {
  volatile size_t *block = malloc(LARGE_BYTES);
  fence = malloc(LARGE_BYTES);
  give_back((void *)block);
  block[-1] = 0x4141414141414141;
  fence = malloc(2 * LARGE_BYTES);
}

/** The same, left for whoever uses the heap next. */
static void smash_freed(void) {
  volatile size_t *block = malloc(LARGE_BYTES);
  fence = malloc(LARGE_BYTES);
  give_back((void *)block);
  block[-1] = 0x4141414141414141;
}

/** The thread cache's list leads nowhere: the second to ask for this size gets a wild pointer. */
static void poison_cache(void) {
  volatile size_t *first = malloc(SMALL_BYTES);
  void *volatile second = malloc(SMALL_BYTES);
  give_back(second);
  give_back((void *)first);
  first[0] = 0x4141414141414141;
}

/** Writes past a block, over headers and contents of all that follow. */
static void overflow(void) {
  char *volatile block = malloc(SMALL_BYTES);
  for (int i = 0; i < CACHED; i++) filled[i] = malloc(LARGE_BYTES);
  memset(block, 'A', LARGE_BYTES);
}

static void (*const crimes[])(void) = {
    free_small_twice, free_fast_twice,          free_stranger, free_large_twice,
    smash_and_free,   smash_freed_and_allocate, smash_freed,   poison_cache,
    overflow,
};

int break_heap(int kind) {
  crimes[kind]();
  return kind;
}

/** Uses the heap as an honest guest does. */
int use_heap(int count) {
  int sum = 0;
  for (int i = 0; i < count; i++) {
    char *volatile block = malloc(1 + (size_t)i * 37 % 5000);
    block[0] = (char)i;
    sum += block[0] == (char)i;
    free(block);
  }
  return sum;
}

int add(int a, int b) { return a + b; }

int fail_with(int code) {
  errno = code;
  return -1;
}

/** Memory that the caller must free. */
char *make_text(int number) {
  char *text = malloc(32);
  snprintf(text, 32, "number %d", number);
  return text;
}

static int calls;
int count_calls(void) { return ++calls; }

/** Buffered, and no newline. */
int print_text(const char *text) { return fputs(text, stdout); }

int flush(void) { return fflush(stdout); }


const char *read_variable(const char *name) { return getenv(name); }

/** The key; below 0: the errno. */
int make_key(void) {
  pthread_key_t key = 0;
  const int error = pthread_key_create(&key, NULL);
  return error != 0 ? -error : (int)key;
}

int set_value(int key, long value) { return pthread_setspecific((pthread_key_t)key, (void *)value); }

long get_value(int key) { return (long)pthread_getspecific((pthread_key_t)key); }

/** Starts threads that use the heap. Returns how many came back. */
static void *run_thread(void *result) {
  *(int *)result = use_heap(1000) == 1000;
  return NULL;
}

int run_threads(void) {
  pthread_t threads[8];
  int results[8] = {0};
  int back = 0;
  for (int i = 0; i < 8; i++) pthread_create(&threads[i], NULL, run_thread, &results[i]);
  for (int i = 0; i < 8; i++) pthread_join(threads[i], NULL);
  for (int i = 0; i < 8; i++) back += results[i];
  return back;
}

/** As a destructor does: uses the heap, and does not return where that is locked. */
__attribute__((destructor)) static void destroy(void) {
  use_heap(100);
  if (write(STDERR_FILENO, "destroyed\n", 10) < 0) _exit(9);
}
