// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>

#include "../process/pipe_tail.h"
#include "uv_poll.h"

namespace cofferdam {

/** What is watched of a helper; all borrowed, until `stop`. */
struct Watched {
  int doorbell;
  int pidfd;
  PipeTail &output;
};

/** Watches a helper in an event loop, and reads its output there. */
class DoorbellWatch {
 public:
  DoorbellWatch() = default;
  DoorbellWatch(const DoorbellWatch &) = delete;
  DoorbellWatch &operator=(const DoorbellWatch &) = delete;
  ~DoorbellWatch() { stop(); }

  /**
   * Calls `heard` when the doorbell rings, and a last time when the helper has ended; the loop
   * calls `closed` when nothing of the watch is left in it. 0, or an errno: then neither is called.
   */
  int start(uv_loop_s *loop, const Watched &watched, std::function<void()> heard,
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
