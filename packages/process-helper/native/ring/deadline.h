// SPDX-License-Identifier: Apache-2.0
#pragma once
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
  /** @param milliseconds not below a year (infinity, NaN): never */
  static Deadline after(double milliseconds) {
    if (!(milliseconds < kNeverMs)) return Deadline(INT64_MAX);
    const double wait = milliseconds > 0 ? milliseconds : 0;
    return Deadline(now_ns() + static_cast<int64_t>(wait * 1e6));
  }

  bool is_never() const { return at_ == INT64_MAX; }
  int64_t left_ns() const { return at_ - now_ns(); }

 private:
  static constexpr double kNeverMs = 365.0 * 86'400'000;
  explicit Deadline(int64_t at) : at_(at) {}
  int64_t at_;
};

}  // namespace cofferdam
