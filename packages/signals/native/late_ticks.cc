// SPDX-License-Identifier: Apache-2.0
#include "late_ticks.h"

#include <algorithm>
#include <atomic>
#include <iterator>

#include "watchdog.h"

namespace cofferdam {
namespace {

/** A step that took longer than a tick. */
struct LateStep {
  std::atomic<uint64_t> from;
  std::atomic<uint64_t> lag;
};

LateStep steps[256];  // a ring: the latest ones
uint32_t next = 0;
std::atomic<uint64_t> longest_forgotten{0};

/** How many ms may have passed before a call that read `tick` began. */
uint64_t lag_at(uint64_t tick) {
  uint64_t oldest = UINT64_MAX;
  for (const LateStep &step : steps) {
    const uint64_t from = step.from;
    if (from == tick) return std::max(step.lag.load(), kTickMs);
    if (from != 0) oldest = std::min(oldest, from);
  }
  return tick < oldest ? std::max(longest_forgotten.load(), kTickMs) : kTickMs;
}

}  // namespace

void note_tick(uint64_t from, uint64_t to) {
  if (from == 0 || to <= from + kTickMs) return;
  LateStep &step = steps[next];
  next = (next + 1) % std::size(steps);
  longest_forgotten = std::max(longest_forgotten.load(), step.lag.load());
  step.from = 0;  // a reader must not take one step's lag for another's
  step.lag = to - from;
  step.from = from;
}

void forget_ticks() {
  for (LateStep &step : steps) step.from = step.lag = 0;
  longest_forgotten = 0;
}

bool is_over(uint64_t now, uint64_t started, uint64_t due) {
  return now > due + kTickMs && now > due + lag_at(started);
}

}  // namespace cofferdam
