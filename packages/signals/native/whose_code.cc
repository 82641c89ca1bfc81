// SPDX-License-Identifier: Apache-2.0
#include "whose_code.h"

#include <unistd.h>

namespace cofferdam {
namespace {

bool on_thread_stack(const cd_call &call, uintptr_t sp) {
  return sp > call.thread_low && sp <= call.thread_high;
}

}  // namespace

bool is_own_signal(const siginfo_t *info) {
  return info->si_code > 0 || (info->si_code == SI_TKILL && info->si_pid == getpid());
}

/** Host code never runs on the guest's stack; the guest never on the thread's, unless it was called
 *  there. A stack pointer to nowhere is a guest's that lost it. */
bool is_guest_code(const cd_call &call, uintptr_t sp) {
  if (call.suspended != 0) return false;
  if (!on_thread_stack(call, sp)) return true;
  return call.stack == nullptr && on_thread_stack(call, call.caller_sp) && sp <= call.caller_sp;
}

/** On the FFI's private stack JavaScript never runs, so that a jump to nowhere is the guest's
 * there. */
HostCode host_code_of(const cd_call &call) {
  if (call.stack != nullptr) return HostCode::Nowhere;
  return on_thread_stack(call, call.caller_sp) ? HostCode::InExecutableOrNoFile
                                               : HostCode::InExecutable;
}

}  // namespace cofferdam
