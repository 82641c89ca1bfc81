// A guest that works on a thread of its own, and notices when somebody disturbs it.
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static pthread_t thread;
static bool started;
static atomic_bool stopping;
static atomic_bool wrong;
static atomic_long rounds;

// A block keeps what was written into it.
static bool memory_is_right(long round) {
  size_t size = 16 + (size_t)(round * 37 % 5000);
  unsigned char *block = malloc(size);
  if (block == NULL) return false;
  memset(block, (int)(round & 0xff), size);
  bool right = true;
  for (size_t i = 0; i < size; i++) right = right && block[i] == (unsigned char)(round & 0xff);
  free(block);
  return right;
}

// The same operations give the same bits, and a denormal is not flushed to zero.
static bool floats_are_right(void) {
  volatile double smallest = 2.2250738585072014e-308;
  double sum = 0;
  for (volatile int i = 1; i <= 64; i++) sum += 1.0 / (1 << (i % 16));
  return sum == 7.9998779296875 && smallest / 2 > 0;
}

static void *work(void *unused) {
  const struct timespec breath = {.tv_nsec = 50 * 1000};
  while (!stopping) {
    if (!memory_is_right(rounds) || !floats_are_right()) wrong = true;
    rounds++;
    nanosleep(&breath, NULL);  // so that two cores are enough for it and the host
  }
  return unused;
}

// 0, or an errno value. Signals are left to the host's threads.
int bystander_start(void) {
  if (started) return EBUSY;
  stopping = false;
  wrong = false;
  rounds = 0;
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  int error = pthread_create(&thread, NULL, work, NULL);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  started = error == 0;
  return error;
}

long bystander_count(void) { return rounds; }

// 0 if the thread ever saw a wrong result.
int bystander_ok(void) { return !wrong; }

void bystander_stop(void) {
  if (!started) return;
  stopping = true;
  pthread_join(thread, NULL);
  started = false;
}
