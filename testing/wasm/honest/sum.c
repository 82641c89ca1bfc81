// A guest that adds up an array: the tightest loop there is.

#include <stdint.h>

#include "guest.h"

enum { COUNT = 1 << 16 };

static int32_t numbers[COUNT];

// Adds 0, 1, ... 65535 up, `rounds` times.
EXPORT(run) int64_t run(int32_t rounds) {
  int64_t sum = 0;
  for (int32_t i = 0; i < COUNT; i++) numbers[i] = i;
  for (int32_t round = 0; round < rounds; round++) {
    // The compiler must not see that every round gives the same.
    __asm__ volatile("" ::: "memory");
    for (int32_t i = 0; i < COUNT; i++) sum += numbers[i];
  }
  return sum;
}
