// SPDX-License-Identifier: Apache-2.0
#include "catcher.h"

#include <ucontext.h>
#include <unistd.h>

#include <cerrno>

#include "back_trace.h"
#include "handlers.h"
#include "malloc_lock.h"
#include "registers.h"

namespace cofferdam {
namespace {

const cd_gate *gate = nullptr;

/** Raised by the instruction that ran, or by the thread itself (raise, abort); not by a kill from
 *  elsewhere, which means the process. */
bool is_own_trap(const siginfo_t *info) {
  return info->si_code > 0 || (info->si_code == SI_TKILL && info->si_pid == getpid());
}

bool on_thread_stack(const cd_call &call, uintptr_t sp) {
  return sp > call.thread_low && sp <= call.thread_high;
}

/** Host code never runs on the guest's stack; the guest never on the thread's, unless it was called
 *  there. A stack pointer to nowhere is a guest's that lost it. */
bool is_guest_code(const cd_call &call, uintptr_t sp) {
  if (call.suspended != 0) return false;
  if (!on_thread_stack(call, sp)) return true;
  return call.stack == nullptr && on_thread_stack(call, call.caller_sp) && sp <= call.caller_sp;
}

/** In place, host code that the guest called back looks like the guest; it is told by its frames,
 * and cannot be abandoned half-way. On the FFI's private stack JavaScript never runs, so that a
 * jump to nowhere is the guest's there. */
HostCode host_code_of(const cd_call &call) {
  if (call.stack != nullptr) return HostCode::Nowhere;
  return on_thread_stack(call, call.caller_sp) ? HostCode::InExecutableOrNoFile
                                               : HostCode::InExecutable;
}

bool has_address(int signal) {
  return signal == SIGSEGV || signal == SIGBUS || signal == SIGFPE || signal == SIGILL;
}

/** In place, the guest overflowed the caller's stack: into the guard below it. */
void recognise_overflow(const cd_call &call, cd_fault &fault) {
  if (fault.signal != SIGSEGV || call.stack != nullptr || call.caller_low == 0) return;
  if (fault.address >= call.caller_low) return;
  if (fault.address < call.caller_low - CD_CALLER_GUARD_BYTES) return;
  fault.kind = CD_FAULT_STACK_OVERFLOW;
  fault.limit = call.caller_high - call.caller_low;
}

void fill(cd_fault &fault, int signal, const siginfo_t *info, void *ucontext) {
  const Position at = position(ucontext);
  fault.kind = CD_FAULT_SIGNAL;
  fault.signal = signal;
  fault.code = info->si_code;
  fault.address =
      has_address(signal) && info->si_code > 0 ? reinterpret_cast<uintptr_t>(info->si_addr) : 0;
  fault.pc = at.pc;
  fault.sp = at.sp;
  fault.limit = 0;
  fault.language = CD_LANGUAGE_NONE;
  fault.caught_by = "signals";
  fault.register_count = copy_registers(ucontext, fault.registers);
}

/** Says why the process is going to die. */
template <size_t kBytes>
bool refuse(const char (&why)[kBytes]) {
  [[maybe_unused]] const ssize_t written = write(STDERR_FILENO, why, kBytes - 1);
  return false;
}

bool contain(int signal, const siginfo_t *info, void *ucontext) {
  cd_call call;
  if (gate->innermost(&call) == 0 || !is_own_trap(info)) return false;
  if (!is_guest_code(call, position(ucontext).sp)) return false;
  cd_fault &fault = *gate->fault();
  fill(fault, signal, info, ucontext);
  if (trace(*gate, ucontext, fault, host_code_of(call))) {
    return refuse("cofferdam: not recovered: the fault is inside Node or V8\n");
  }
  if (is_inside_malloc(fault) && !can_release_malloc()) {
    return refuse(
        "cofferdam: not recovered: the fault is inside malloc, whose lock cannot be released "
        "here\n");
  }
  recognise_overflow(call, fault);
  gate->consult(&fault);
  restore_signal_mask(static_cast<ucontext_t *>(ucontext)->uc_sigmask);
  gate->abandon(ucontext);
  return true;
}

}  // namespace

void use_gate(const cd_gate *interface) { gate = interface; }

void on_signal(int signal, siginfo_t *info, void *ucontext) {
  clear_alignment_check();
  const int saved_errno = errno;
  if (info->si_code > 0) leave_broken_trace();
  if (!contain(signal, info, ucontext)) chain(signal, info, ucontext);
  errno = saved_errno;
}

}  // namespace cofferdam
