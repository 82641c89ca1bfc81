// SPDX-License-Identifier: Apache-2.0
// The second half of the confinement: once everything is loaded, the process gives up the system
// calls that it no longer needs, on every thread and for good.
#pragma once
#include "syscall_rules.h"

namespace cofferdam {

struct SealOptions {
  /** A set of `When`: what is granted (network, processes, write), and kWhenNoExecMemory. */
  unsigned when = 0;
  /** A dangerous call that is not granted raises SIGSYS instead of failing; see violations.h. */
  bool traps = false;
};

/** 0; ENOTSUP: no rules for this machine; ESRCH: a thread has a filter of its own; another errno.
 */
int seal(const SealOptions &options);

}  // namespace cofferdam
