// SPDX-License-Identifier: Apache-2.0
// A guest that does not come back, in its own code or in that of another library.
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "guests.h"

int guest_spin(void) {
  volatile int forever = 1;
  while (forever) continue;
  return 0;
}

static volatile int unfinished = 0;

int guest_unfinished(void) { return unfinished; }

int guest_spin_a_while(void) {
  unfinished++;
  const clock_t start = clock();
  while (clock() - start < CLOCKS_PER_SEC * 3 / 10) {
    for (volatile int turns = 0; turns < 10000; turns++) continue;
  }
  unfinished--;
  return 0;
}

int guest_call_and_spin(Callback callback, int value) { return callback(value) + guest_spin(); }

int guest_sleep(void) { return (int)sleep(30) + 1; }

// Nearly all of the time in a function that calls none.
int guest_measure_forever(void) {
  enum { kBytes = 1 << 20 };
  static char text[kBytes];
  memset(text, 'x', kBytes - 1);
  volatile size_t sum = 0;
  for (;;) sum += strlen(text);
}

int guest_allocate_forever(void) {
  for (;;) {
    void *volatile block = malloc(1000);
    free(block);
  }
}

int guest_lock_twice(void) {
  static pthread_mutex_t mutex;
  pthread_mutex_init(&mutex, NULL);
  pthread_mutex_lock(&mutex);
  pthread_mutex_lock(&mutex);
  return 0;
}

// 1: the neighbour throws when it has done its work
int guest_visit(int throws) { return neighbour_work(throws) + 1; }
