// SPDX-License-Identifier: Apache-2.0
// Another library, that a guest calls: busy, and not to be interrupted half-way.
#include <ctime>
#include <stdexcept>

#include "guests.h"

static volatile int finished = 0;

int neighbour_work(int throws) {
  const std::clock_t start = std::clock();
  while (std::clock() - start < CLOCKS_PER_SEC / 5) continue;
  finished = finished + 1;
  if (throws != 0) throw std::runtime_error("too late");
  return finished;
}

int neighbour_finished(void) { return finished; }
