// Numbers that are the same on every machine: xorshift32.
#pragma once

#include <stdint.h>

static uint32_t random_state;

static inline void random_seed(uint32_t seed) { random_state = seed == 0 ? 1 : seed; }

static inline uint32_t random_next(void) {
  random_state ^= random_state << 13;
  random_state ^= random_state >> 17;
  random_state ^= random_state << 5;
  return random_state;
}
