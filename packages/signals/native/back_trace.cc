// SPDX-License-Identifier: Apache-2.0
// _Unwind_Backtrace is not on signal-safety(7)'s list, but since glibc 2.35 it finds its tables
// through the lock-free _dl_find_object and allocates nothing; warm_up_unwinder deals with its
// first use.
#include "back_trace.h"

#include <dlfcn.h>
#include <link.h>
#include <unwind.h>

#include "registers.h"

namespace cofferdam {
namespace {

struct Walk {
  const cd_gate *gate;
  cd_fault *fault;
  uintptr_t start;  // frames above the interrupted one are the handler's own
  bool started;
};

// Initial-exec: the first access of a dynamic TLS variable on a thread may allocate.
__thread bool walking __attribute__((tls_model("initial-exec")));
__thread void *escape[5] __attribute__((tls_model("initial-exec")));

/** The object that `pc` is in. */
bool find_object(uintptr_t pc, dl_find_object &object) {
  return _dl_find_object(reinterpret_cast<void *>(pc), &object) == 0;
}

bool has_unwind_tables(uintptr_t pc) {
  dl_find_object object;
  return find_object(pc, object);
}

_Unwind_Reason_Code visit(struct _Unwind_Context *context, void *argument) {
  Walk &walk = *static_cast<Walk *>(argument);
  int exact = 0;  // the address is the instruction itself, not the one after a call
  const uintptr_t ip = _Unwind_GetIPInfo(context, &exact);
  if (ip == walk.start) walk.started = true;
  if (!walk.started) return _URC_NO_REASON;
  if (walk.gate->is_gate(ip) != 0) return _URC_NORMAL_STOP;
  cd_fault &fault = *walk.fault;
  if (fault.frame_count == CD_MAX_FRAMES) return _URC_NORMAL_STOP;
  fault.frames[fault.frame_count++] = exact != 0 ? ip : ip - 1;
  return _URC_NO_REASON;
}

void walk_from(const cd_gate &gate, uintptr_t start, cd_fault &fault) {
  Walk walk = {&gate, &fault, start, false};
  _Unwind_Backtrace(visit, &walk);
}

[[gnu::noinline]] void walk(const cd_gate &gate, void *ucontext, cd_fault &fault) {
  const Position at = position(ucontext);
  if (has_unwind_tables(at.pc)) {
    walk_from(gate, at.pc, fault);
    return;
  }
  // A jump to nowhere: the unwinder has to start at the caller, whose return address was pushed
  // last.
  fault.frames[fault.frame_count++] = at.pc;
  const auto *pushed = reinterpret_cast<const uintptr_t *>(at.sp);
  if (!has_unwind_tables(*pushed)) return;
  set_position(ucontext, {*pushed, at.sp + sizeof *pushed});
  walk_from(gate, *pushed, fault);
}

}  // namespace

void trace(const cd_gate &gate, void *ucontext, cd_fault &fault) {
  const Position at = position(ucontext);
  fault.frame_count = 0;
  walking = true;
  if (__builtin_setjmp(escape) == 0) walk(gate, ucontext, fault);
  walking = false;
  set_position(ucontext, at);
  if (fault.frame_count == 0) fault.frames[fault.frame_count++] = at.pc;
}

bool is_host_code(uintptr_t pc) {
  dl_find_object object;
  if (!find_object(pc, object)) return true;
  return object.dlfo_link_map->l_name[0] == '\0';  // dlopen(3): the executable has no name
}

void leave_broken_trace() {
  if (!walking) return;
  walking = false;
  __builtin_longjmp(escape, 1);
}

void warm_up_unwinder() {
  _Unwind_Backtrace([](struct _Unwind_Context *, void *) { return _URC_NO_REASON; }, nullptr);
}

}  // namespace cofferdam
