// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <algorithm>
#include <cstdint>
#include <ctime>

namespace cofferdam {

inline int64_t now_ns() {
  timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return int64_t{now.tv_sec} * 1'000'000'000 + now.tv_nsec;
}

/** A point in time: however often a wait is interrupted, it ends then. */
class Deadline {
 public:
  static Deadline now() { return Deadline(kNow); }

  /** @param milliseconds 0: now; not below a year (infinity, NaN): never */
  static Deadline after(double milliseconds) {
    if (!(milliseconds < kNeverMs)) return Deadline(kNever);
    if (milliseconds <= 0) return now();
    return Deadline(now_ns() + static_cast<int64_t>(milliseconds * 1e6));
  }

  /** At once: there is nothing to wait for. */
  bool is_now() const { return at_ == kNow; }
  bool is_never() const { return at_ == kNever; }
  /** 0: it is past. */
  int64_t left_ns() const { return is_now() ? 0 : std::max<int64_t>(at_ - now_ns(), 0); }

 private:
  static constexpr double kNeverMs = 365.0 * 86'400'000;
  static constexpr int64_t kNow = 0, kNever = INT64_MAX;
  explicit Deadline(int64_t at) : at_(at) {}
  int64_t at_;
};

}  // namespace cofferdam
