// SPDX-License-Identifier: Apache-2.0
// A call that is due is ended where that harms least:
//
//   in the target's own code            at once                                   "in-target"
//   in a library that it called (libc)  when that returns: its return address is
//                                       replaced, locks are released by then      "at-return"
//   in its own code, called by ld.so    likewise, when ld.so returns              "at-return"
//   still there after the grace         at once, wherever it is                   "forced"
//
// A blocking system call is interrupted by the signal (no SA_RESTART), and libc returns. In host
// code that the guest called back nothing is done: the time counts, and the call ends when it is
// the guest's again.
#include "deadline.h"

#include <signal.h>
#include <ucontext.h>

#include <cerrno>

#include "back_trace.h"
#include "deadline_layer.h"
#include "handlers.h"
#include "late_ticks.h"
#include "malloc_lock.h"
#include "refusal.h"
#include "registers.h"
#include "return_address.h"
#include "watchdog.h"
#include "whose_code.h"

namespace cofferdam {
namespace {

constexpr uint64_t kHostPauseMs = 10;       // host code is not interrupted more often than that
constexpr uint64_t kDivertedPauseMs = 5;    // a library that is finishing gets EINTR at each look
constexpr uint64_t kRefusedPauseMs = 1000;  // nor is what may not be abandoned

const cd_gate *gate = nullptr;

void fill(cd_fault &fault, const cd_call &call, uint64_t now, const void *ucontext) {
  const Position at = position(ucontext);
  fault.kind = CD_FAULT_TIMEOUT;
  fault.signal = fault.code = 0;
  fault.address = 0;
  fault.pc = at.pc;
  fault.sp = at.sp;
  fault.limit = call.timeout;
  fault.elapsed = now - call.started;
  fault.aborted = call.aborted;
  fault.language = CD_LANGUAGE_NONE;
  fault.type[0] = fault.reason[0] = '\0';
  fault.caught_by = deadline_layer()->name;
  fault.register_count = copy_registers(ucontext, fault.registers);
}

void abandon(cd_fault &fault, uint32_t how, void *ucontext) {
  fault.abandoned = how;
  *gate->fault() = fault;
  restore_signal_mask(static_cast<ucontext_t *>(ucontext)->uc_sigmask);
  gate->abandon(ucontext);
}

/** Time alone proves nothing: a process that was held up for longer than the grace did not use it.
 */
bool used_its_grace(const cd_call &call, uint64_t now) {
  constexpr uint64_t kMsPerLook = 8;
  return call.overdue_since != 0 && is_over(now, call.started, call.overdue_since + call.grace) &&
         call.looks > call.grace / kMsPerLook;
}

/** What has not returned in its grace. */
void force(cd_fault &fault, const Seen &seen, uint64_t now, void *ucontext) {
  if (seen.loader) {
    gate->defer(now + kRefusedPauseMs);
    refuse(
        "cofferdam: not abandoned: a call whose time is up is inside the loader, whose lock would "
        "stay taken\n");
    return;
  }
  if (is_inside_malloc(fault) && !can_release_malloc()) {
    gate->defer(now + kRefusedPauseMs);
    refuse(
        "cofferdam: not abandoned: a call whose time is up is inside malloc, whose lock cannot be "
        "released here\n");
    return;
  }
  abandon(fault, CD_ABANDONED_FORCED, ucontext);
}

/** Lets the library that the target called finish. */
void divert(const cd_call &call, cd_fault &fault, const Seen &seen, uint64_t now, void *ucontext) {
  const ReturnAddress found = find_return_address(*gate, call, ucontext, seen.loader);
  gate->defer(now + kDivertedPauseMs);
  if (found.word == nullptr) return;  // its frames cannot be read: after the grace it is forced
  fault.abandoned = CD_ABANDONED_AT_RETURN;
  uintptr_t address = found.pc;
  if (gate->divert(&address, &fault) == 0) set_return_address(found, address);
}

void end_call(const cd_call &call, uint64_t now, void *ucontext) {
  cd_fault fault;  // the thread's own may be of a call that ended just now, and is being told
  fill(fault, call, now, ucontext);
  const Seen seen = trace(*gate, call, ucontext, fault);
  if (seen.host_code) {
    gate->defer(now + kHostPauseMs);
  } else if (used_its_grace(call, now)) {
    force(fault, seen, now, ucontext);
  } else if (is_target_code(call, fault.pc) && !seen.loader) {
    abandon(fault, CD_ABANDONED_IN_TARGET, ucontext);
  } else {
    divert(call, fault, seen, now, ucontext);
  }
}

void end_call_if_due(void *ucontext) {
  cd_call call;
  gate->defer(0);
  if (gate->innermost(deadline_layer(), &call) == 0) return;
  if (call.timeout == 0 || call.ending != 0) return;
  const uint64_t now = monotonic_ms();
  const Position at = position(ucontext);
  // The signal may be late, and meant for another call; or the gate is just being entered or left.
  if (!is_over(now, call.started, call.due) || gate->is_gate(at.pc) != 0) return;
  if (is_guest_code(call, at.sp)) {
    gate->look(now);  // counted next time: whoever has just been found has had no grace
    end_call(call, now, ucontext);
  } else {
    gate->defer(now + kHostPauseMs);
  }
}

void on_deadline(int, siginfo_t *info, void *ucontext) {
  clear_alignment_check();
  const int saved_errno = errno;
  if (is_own_signal(info)) end_call_if_due(ucontext);
  errno = saved_errno;
}

/** The highest real-time signal without a handler: libraries that use one begin at the lowest. 0:
 * none. */
int find_signal() {
  for (int signal = SIGRTMAX - 1; signal > SIGRTMIN; signal--) {
    struct sigaction found = {};
    const bool known = sigaction(signal, nullptr, &found) == 0;
    if (known && (found.sa_flags & SA_SIGINFO) == 0 && found.sa_handler == SIG_DFL) return signal;
  }
  return 0;
}

}  // namespace

int arm_deadlines(const cd_gate *interface) {
  gate = interface;
  const int signal = find_signal();
  if (signal == 0) return EBUSY;
  struct sigaction action = {};
  action.sa_sigaction = on_deadline;
  sigfillset(&action.sa_mask);     // it may end the call: nothing must be half-way on top of it
  action.sa_flags = SA_SIGINFO     // the context to rewrite
                    | SA_ONSTACK;  // the guest's stack may be nearly full
  if (sigaction(signal, &action, nullptr) != 0) return errno;
  return start_watchdog(gate, signal);
}

}  // namespace cofferdam
