// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>

#include "uv_poll.h"

namespace cofferdam {

/** Watches doorbell and pidfd in an event loop. */
class DoorbellWatch {
 public:
  DoorbellWatch() = default;
  DoorbellWatch(const DoorbellWatch &) = delete;
  DoorbellWatch &operator=(const DoorbellWatch &) = delete;
  ~DoorbellWatch() { stop(); }

  /**
   * Calls `heard` when the doorbell rings, and a last time when the helper has ended. Both
   * descriptors are borrowed, until `stop`; the loop calls `closed` when nothing of the watch is
   * left in it. 0, or an errno: then it calls neither.
   */
  int start(uv_loop_s *loop, int doorbell, int pidfd, std::function<void()> heard,
            std::function<void()> closed);

  /** May be called by `heard`. */
  void stop();

  /** Does the watch keep the loop alive? At first it does. */
  void set_referenced(bool referenced);

  bool is_running() const { return polls_ != nullptr; }

 private:
  struct Polls;
  Polls *polls_ = nullptr;  // owned by the loop once it is being closed
};

}  // namespace cofferdam
