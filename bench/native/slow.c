// Guests that take too long, each in its own way.
#define _GNU_SOURCE
#include <linux/futex.h>
#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

static volatile unsigned long work;
static volatile double value = 1;

int loop(void) {
  for (;;) work++;
}

int allocate(void) {
  for (;;) {
    void *volatile block = malloc(work++ % 5000);
    free(block);
  }
}

int compute(void) {
  for (;;) value = sin(value) + pow(value, 1.1);
}

int sleep_long(void) { return (int)sleep(100); }

int read_nothing(void) {
  static int ends[2];
  char byte;
  if (ends[1] == 0 && pipe(ends) != 0) return -1;
  return (int)read(ends[0], &byte, 1);
}

int wait_in_kernel(void) {
  unsigned word = 1;
  return (int)syscall(SYS_futex, &word, FUTEX_WAIT, 1, NULL, NULL, 0);
}

int lock_twice(void) {
  pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
  pthread_mutex_lock(&mutex);
  return pthread_mutex_lock(&mutex);
}
