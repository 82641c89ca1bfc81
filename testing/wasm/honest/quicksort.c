// A guest that sorts numbers with a quicksort of its own: branches, and recursion.

#include <stdint.h>

#include "guest.h"
#include "random.h"

enum { MAX_COUNT = 1 << 20, MAX_INSERTION = 12 };

static uint32_t numbers[MAX_COUNT];

static void swap(uint32_t *x, uint32_t *y) {
  uint32_t kept = *x;
  *x = *y;
  *y = kept;
}

static void insertion_sort(uint32_t *at, int32_t count) {
  for (int32_t i = 1; i < count; i++) {
    uint32_t moving = at[i];
    int32_t to = i;
    for (; to > 0 && at[to - 1] > moving; to--) at[to] = at[to - 1];
    at[to] = moving;
  }
}

__attribute__((noinline)) static void sort(uint32_t *at, int32_t count) {
  while (count > MAX_INSERTION) {
    uint32_t pivot = at[count / 2];
    int32_t low = 0, high = count - 1;
    while (low <= high) {
      while (at[low] < pivot) low++;
      while (at[high] > pivot) high--;
      if (low <= high) swap(&at[low++], &at[high--]);
    }
    sort(at, high + 1);
    at += low;
    count -= low;
  }
  insertion_sort(at, count);
}

// Sorts `count` numbers (at most 2^20); returns a checksum that depends on every place, or -1 if
// one is wrong.
EXPORT(run) int32_t run(int32_t count) {
  uint32_t sum = 0;
  if (count > MAX_COUNT) return -1;
  random_seed(2026);
  for (int32_t i = 0; i < count; i++) numbers[i] = random_next();
  sort(numbers, count);
  for (int32_t i = 0; i < count; i++) {
    if (i > 0 && numbers[i - 1] > numbers[i]) return -1;
    sum = sum * 31 + numbers[i];
  }
  return (int32_t)sum;
}
