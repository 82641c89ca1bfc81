// SPDX-License-Identifier: Apache-2.0
// Waiting without sleep. The other side answers within a microsecond or so when it runs on another
// core, while waking a sleeper can cost fifty times that. But whoever spins on the core that the
// other side needs only keeps it from answering: so both sides say which CPU they are on, and
// nobody spins on the other's.
//
// Spins that miss cost CPU for nothing: after three of them in a row nobody spins any more, but for
// a probe now and then. A probe is longer than it takes to wake a sleeper. Else two sides that have
// both stopped spinning would never find out that it pays again: each would measure how long the
// other takes to wake up. For the same reason a side whose probe hit spins so long for a while:
// until the other side's next probe, at least.
#pragma once
#include <sched.h>

#include "deadline.h"
#include "ring.h"

namespace cofferdam {

constexpr int64_t kSpinNs = 20'000;
constexpr int64_t kProbeNs = 100'000;
constexpr uint32_t kMaxMisses = 3;
constexpr uint32_t kProbeEvery = 32;
constexpr uint32_t kEagerSpins = 2 * kProbeEvery;

inline void pause_cpu() {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  asm volatile("yield");
#endif
}

class Spin {
 public:
  /** @param own_cpu where this side says on which CPU it is; both borrowed */
  Spin(Word &own_cpu, const Word &peer_cpu) : own_cpu_(own_cpu), peer_cpu_(peer_cpu) {}

  /** 0: never spins. */
  void set_limit(int64_t nanoseconds) { limit_ns_ = nanoseconds; }

  /** Has `ready()` become true? */
  template <typename Ready>
  bool until(const Ready &ready) {
    if (ready()) return true;
    const uint32_t cpu = publish_cpu();
    const int64_t limit = next_limit();
    if (limit == 0 || shares(cpu)) return false;
    const Result result = spin(ready, cpu, limit);
    if (result == kHit) hit();
    if (result == kMiss && misses_ < kMaxMisses) misses_++;
    return result == kHit;
  }

 private:
  enum Result { kHit, kMiss, kWrongCpu };
  static constexpr int kLooks = 16;  // between two looks at the clock

  template <typename Ready>
  Result spin(const Ready &ready, uint32_t cpu, int64_t limit) {
    int64_t start = 0;  // read late: most answers come before
    for (;;) {
      for (int look = 0; look < kLooks; look++) {
        if (ready()) return kHit;
        pause_cpu();
      }
      if (current_cpu() != cpu || shares(cpu)) return kWrongCpu;
      const int64_t now = now_ns();
      if (start == 0) start = now;
      if (now - start >= limit) return kMiss;
    }
  }

  int64_t next_limit() {
    if (limit_ns_ == 0) return 0;
    if (misses_ >= kMaxMisses) return ++waits_ % kProbeEvery == 0 ? kProbeNs : 0;
    if (eager_ == 0) return limit_ns_;
    eager_--;
    return kProbeNs;
  }

  void hit() {
    if (misses_ >= kMaxMisses) eager_ = kEagerSpins;  // it was a probe
    misses_ = 0;
  }

  static uint32_t current_cpu() { return static_cast<uint32_t>(sched_getcpu()) + 1; }

  uint32_t publish_cpu() {
    const uint32_t cpu = current_cpu();
    if (cpu != published_) {
      own_cpu_.store(cpu, std::memory_order_relaxed);
      published_ = cpu;
    }
    return cpu;
  }

  bool shares(uint32_t cpu) const { return peer_cpu_.load(std::memory_order_relaxed) == cpu; }

  Word &own_cpu_;
  const Word &peer_cpu_;
  int64_t limit_ns_ = kSpinNs;
  uint32_t published_ = 0;
  uint32_t misses_ = 0;
  uint32_t waits_ = 0;
  uint32_t eager_ = 0;
};

}  // namespace cofferdam
