// SPDX-License-Identifier: Apache-2.0
#include "late_ticks.h"

#include <algorithm>
#include <atomic>
#include <iterator>

#include "watchdog.h"

namespace cofferdam {
namespace {

constexpr uint64_t kNotKnown = UINT64_MAX;

/** A tick that the clock stood at for longer than it should. */
struct LateTick {
  std::atomic<uint64_t> tick;
  std::atomic<uint64_t> lag;
};

LateTick late[256];  // a ring: the latest ones, and then the one that ends
uint32_t next = 0;
std::atomic<uint64_t> longest_forgotten{0};

/** How many ms may have passed before a call that read `tick` began. */
uint64_t lag_at(uint64_t tick) {
  if (tick == clock_tick()) return kNotKnown;
  uint64_t oldest = UINT64_MAX;
  for (const LateTick &entry : late) {
    const uint64_t found = entry.tick;
    if (found == tick) return entry.lag;
    if (found != 0) oldest = std::min(oldest, found);
  }
  return tick < oldest ? longest_forgotten.load() : 0;
}

}  // namespace

void tick_ends(uint64_t tick) {
  if (tick == 0) return;
  LateTick &entry = late[next];
  longest_forgotten = std::max(longest_forgotten.load(), entry.lag.load());
  entry.tick = 0;  // a reader must not take one tick's lag for another's
  entry.lag = kNotKnown;
  entry.tick = tick;
}

void tick_ended(uint64_t tick, uint64_t now) {
  if (tick == 0) return;
  LateTick &entry = late[next];
  if (entry.tick != tick) tick_ends(tick);  // whoever woke us set it just now
  entry.lag = now - tick;
  if (entry.lag > kTickMs) next = (next + 1) % std::size(late);
}

void forget_ticks() {
  for (LateTick &entry : late) entry.tick = entry.lag = 0;
  longest_forgotten = 0;
}

bool is_over(uint64_t now, uint64_t started, uint64_t due) {
  return now > due && now - due > std::max(lag_at(started), kTickMs);
}

}  // namespace cofferdam
