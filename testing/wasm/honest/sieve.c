// A guest that counts primes with the sieve of Eratosthenes: short loops over much memory.

#include <stdint.h>
#include <string.h>

#include "guest.h"

enum { MAX_LIMIT = 1 << 22 };

static uint8_t composite[MAX_LIMIT];

// How many primes there are below `limit` (at most 2^22).
EXPORT(run) int32_t run(int32_t limit) {
  int32_t count = 0;
  if (limit > MAX_LIMIT) return -1;
  memset(composite, 0, (size_t)limit);
  for (int32_t i = 2; i < limit; i++) {
    if (composite[i]) continue;
    count++;
    for (int64_t at = (int64_t)i * i; at < limit; at += i) composite[at] = 1;
  }
  return count;
}
