// SPDX-License-Identifier: Apache-2.0
#include "catcher.h"

#include <ucontext.h>

#include <cerrno>

#include "back_trace.h"
#include "code_object.h"
#include "frame_walk.h"
#include "handlers.h"
#include "malloc_lock.h"
#include "refusal.h"
#include "registers.h"
#include "signals_layer.h"
#include "whose_code.h"

#ifndef SYS_SECCOMP
#define SYS_SECCOMP 1
#endif

namespace cofferdam {
namespace {

const cd_gate *gate = nullptr;

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

/** Can the host go on when the frames up to the gate are gone? The loader holds its lock while it
 * runs a library's constructor, and while it binds a call that the guest makes for the first time;
 * once it has, it leaves no frame behind. */
bool may_be_abandoned(const Seen &seen, const cd_fault &fault) {
  if (seen.host_code) {
    return refuse("cofferdam: not recovered: the fault is inside Node or V8\n");
  }
  if (seen.loader) {
    return refuse(
        "cofferdam: not recovered: the fault is inside the loader, whose lock would stay taken\n");
  }
  if (is_inside_malloc(fault) && !can_release_malloc()) {
    return refuse(
        "cofferdam: not recovered: the fault is inside malloc, whose lock cannot be released "
        "here\n");
  }
  return true;
}

bool contain(int signal, const siginfo_t *info, void *ucontext) {
  cd_call call;
  if (gate->innermost(signals_layer(), &call) == 0 || !is_own_signal(info)) return false;
  const Position at = position(ucontext);
  // WebAssembly traps in code that belongs to no file: those are V8's to answer.
  dl_find_object file;
  if (call.suspended != 0 && find_object(at.pc, file)) {
    return refuse("cofferdam: not recovered: the fault is in host code that the guest called\n");
  }
  if (call.ending != 0) {  // a layer may hold locks there, and what is broken would break again
    return refuse("cofferdam: not recovered: the fault is in the recovery from another one\n");
  }
  if (!is_guest_code(call, at.sp)) return false;
  cd_fault &fault = *gate->fault();
  fill(fault, signal, info, ucontext);
  if (!may_be_abandoned(trace(*gate, call, ucontext, fault), fault)) return false;
  recognise_overflow(call, fault);
  gate->consult(&fault);
  restore_signal_mask(static_cast<ucontext_t *>(ucontext)->uc_sigmask);
  gate->abandon(ucontext);
  return true;
}

/** Of a seccomp filter that somebody has a handler for: he knows what the call was, and where it
 * must not be left, such as in the middle of fork with locks of libc taken. */
bool is_filtered(int signal, const siginfo_t *info) {
  return signal == SIGSYS && info->si_code == SYS_SECCOMP && has_other_handler(signal);
}

}  // namespace

void use_gate(const cd_gate *interface) { gate = interface; }

void on_signal(int signal, siginfo_t *info, void *ucontext) {
  clear_alignment_check();
  const int saved_errno = errno;
  if (info->si_code > 0) leave_broken_walk();
  if (is_filtered(signal, info) || !contain(signal, info, ucontext)) chain(signal, info, ucontext);
  errno = saved_errno;
}

}  // namespace cofferdam
