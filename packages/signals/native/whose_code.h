// SPDX-License-Identifier: Apache-2.0
// Does an interrupted thread run the guest, or the host on its behalf? Async-signal-safe.
#pragma once
#include <signal.h>

#include "cofferdam/layer_abi.h"

namespace cofferdam {

/** What code between the fault and the gate means that the host was running, not the guest. */
enum class HostCode {
  Nowhere,              // the guest has a stack of its own: only it can be here
  InExecutable,         // Node and V8
  InExecutableOrNoFile  // these, and compiled JavaScript
};

/** Raised by the instruction that ran, or sent to this very thread by the process itself: raise,
 * abort, and pthread_kill on another thread, which looks the same. Not a kill, which means the
 * process. */
bool is_own_signal(const siginfo_t *info);

/** By the stack it is on. In place, host code that the guest called back looks like the guest: see
 * host_code_of. */
bool is_guest_code(const cd_call &call, uintptr_t sp);

/** In place, what tells host code that the guest called back from the guest: its frames. */
HostCode host_code_of(const cd_call &call);

}  // namespace cofferdam
