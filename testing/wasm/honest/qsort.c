// A guest that sorts numbers with libc's qsort: an indirect call per comparison.

#include <stdint.h>
#include <stdlib.h>

#include "guest.h"
#include "random.h"

enum { MAX_COUNT = 1 << 20 };

static uint32_t numbers[MAX_COUNT];

static int compare(const void *x, const void *y) {
  uint32_t left = *(const uint32_t *)x, right = *(const uint32_t *)y;
  return (left > right) - (left < right);
}

// Sorts `count` numbers (at most 2^20); returns what quicksort's run returns.
EXPORT(run) int32_t run(int32_t count) {
  uint32_t sum = 0;
  if (count > MAX_COUNT) return -1;
  random_seed(2026);
  for (int32_t i = 0; i < count; i++) numbers[i] = random_next();
  qsort(numbers, (size_t)count, sizeof *numbers, compare);
  for (int32_t i = 0; i < count; i++) {
    if (i > 0 && numbers[i - 1] > numbers[i]) return -1;
    sum = sum * 31 + numbers[i];
  }
  return (int32_t)sum;
}
