// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <sys/types.h>

#include "owned_fd.h"

namespace cofferdam {

/** Exit code, or the signal that ended it; the other is -1. Both are: somebody else reaped it. */
struct Ending {
  int code = -1;
  int signal = -1;
};

/**
 * A child process of ours, killed and reaped with its owner. By its pidfd: the pid might be
 * another's by the time that it is used.
 */
class Child {
 public:
  Child() = default;
  Child(const Child &) = delete;
  Child &operator=(const Child &) = delete;
  ~Child() { end(); }

  /** @param pid not reaped yet. 0, or an errno: then the child has been ended. */
  int adopt(pid_t pid);

  bool is_running() const { return pidfd_.get() >= 0 && !reaped_; }
  int pidfd() const { return pidfd_.get(); }
  pid_t pid() const { return pid_; }

  /** 0, or an errno. */
  int kill(int signal);

  /** Kills and reaps it, unless that has been done, and forgets it. */
  void end();

  /** Has it ended, and how? Waits for that when `wait`. */
  bool reap(bool wait, Ending &ending);

 private:
  void await_end() const;

  OwnedFd pidfd_;
  pid_t pid_ = -1;
  bool reaped_ = false;
  Ending ending_;
};

}  // namespace cofferdam
