// SPDX-License-Identifier: Apache-2.0
// _Unwind_Backtrace is not on signal-safety(7)'s list, but since glibc 2.35 it finds its tables
// through the lock-free _dl_find_object and allocates nothing; warm_up_unwinder deals with its
// first use.
#include "frame_walk.h"

#include <signal.h>
#include <unwind.h>

#include "registers.h"

extern "C" {
/** libgcc, unwind-dw2-fde.h, which is not installed. */
struct dwarf_eh_bases {
  void *tbase, *dbase, *function;
};
const void *_Unwind_Find_FDE(void *pc, dwarf_eh_bases *bases);
}

namespace cofferdam {
namespace {

struct Walk {
  Visit visit;
  void *self;
  uintptr_t start;  // frames above the interrupted one are the handler's own
  bool started;
};

// Initial-exec: the first access of a dynamic TLS variable on a thread may allocate.
__thread bool walking __attribute__((tls_model("initial-exec")));
__thread void *escape[5] __attribute__((tls_model("initial-exec")));

_Unwind_Reason_Code pass_on(struct _Unwind_Context *context, void *argument) {
  Walk &walk = *static_cast<Walk *>(argument);
  int exact = 0;  // the address is the instruction itself, not the one after a call
  const uintptr_t pc = _Unwind_GetIPInfo(context, &exact);
  if (pc == walk.start) walk.started = true;
  if (!walk.started) return _URC_NO_REASON;
  const Frame frame = {pc, exact == 0, _Unwind_GetCFA(context),
                       _Unwind_GetGR(context, kFramePointer)};
  return walk.visit(walk.self, frame) ? _URC_NORMAL_STOP : _URC_NO_REASON;
}

void unblock_faults(sigset_t &before) {
  sigset_t faults;
  sigemptyset(&faults);
  sigaddset(&faults, SIGSEGV);
  sigaddset(&faults, SIGBUS);
  pthread_sigmask(SIG_UNBLOCK, &faults, &before);
}

void unwind(void *walk) { _Unwind_Backtrace(pass_on, walk); }

}  // namespace

void walk_frames(void *ucontext, Visit visit, void *self) {
  Walk walk = {visit, self, position(ucontext).pc, false};
  survives(unwind, &walk);
}

bool can_unwind(uintptr_t pc) {
  dwarf_eh_bases bases;
  return _Unwind_Find_FDE(reinterpret_cast<void *>(pc), &bases) != nullptr;
}

bool survives(void (*act)(void *self), void *self) {
  volatile bool survived = false;
  sigset_t before;
  // In a handler they are blocked: one would kill the process.
  unblock_faults(before);
  walking = true;
  if (__builtin_setjmp(escape) == 0) {
    act(self);
    survived = true;
  }
  walking = false;
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  return survived;
}

void leave_broken_walk() {
  if (!walking) return;
  walking = false;
  __builtin_longjmp(escape, 1);
}

void warm_up_unwinder() {
  _Unwind_Backtrace([](struct _Unwind_Context *, void *) { return _URC_NO_REASON; }, nullptr);
}

}  // namespace cofferdam
