// A guest that does nothing but call itself.

#include <stdint.h>

#include "guest.h"

// Both calls stay calls: an optimiser would make a loop of one of them.
__attribute__((noinline, disable_tail_calls)) static int32_t fib(int32_t n) {
  return n < 2 ? n : fib(n - 1) + fib(n - 2);
}

EXPORT(run) int32_t run(int32_t n) { return fib(n); }
