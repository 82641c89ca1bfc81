// SPDX-License-Identifier: Apache-2.0
// _Unwind_Backtrace is not on signal-safety(7)'s list, but since glibc 2.35 it finds its tables
// through the lock-free _dl_find_object and allocates nothing; warm_up_unwinder deals with its
// first use.
#include "back_trace.h"

#include <dlfcn.h>
#include <link.h>
#include <signal.h>
#include <unwind.h>

#include "registers.h"

namespace cofferdam {
namespace {

constexpr uintptr_t kNullPageBytes = 4096;
// A recursion that overflowed 3 MiB in place has 65,000 frames, at 0.4 µs each: 26 ms, once, for
// knowing whose it was. No stack holds more frames than this.
constexpr uint32_t kMostPastFrames = 1 << 20;

struct Walk {
  const cd_gate *gate;
  cd_fault *fault;
  HostCode host_code;
  uintptr_t start;  // frames above the interrupted one are the handler's own
  bool started;
  uint32_t past_frames;  // looked at, not kept
};

// Initial-exec: the first access of a dynamic TLS variable on a thread may allocate.
__thread bool walking __attribute__((tls_model("initial-exec")));
__thread bool found_host __attribute__((tls_model("initial-exec")));
__thread void *escape[5] __attribute__((tls_model("initial-exec")));

/** The object that `pc` is in. */
bool find_object(uintptr_t pc, dl_find_object &object) {
  return _dl_find_object(reinterpret_cast<void *>(pc), &object) == 0;
}

bool has_unwind_tables(uintptr_t pc) {
  dl_find_object object;
  return find_object(pc, object);
}

bool is_host_code(uintptr_t pc, HostCode host_code) {
  if (host_code == HostCode::Nowhere) return false;
  dl_find_object object;
  if (!find_object(pc, object)) return host_code == HostCode::InExecutableOrNoFile;
  return object.dlfo_link_map->l_name[0] == '\0';  // dlopen(3): the executable has no name
}

_Unwind_Reason_Code visit(struct _Unwind_Context *context, void *argument) {
  Walk &walk = *static_cast<Walk *>(argument);
  int exact = 0;  // the address is the instruction itself, not the one after a call
  const uintptr_t ip = _Unwind_GetIPInfo(context, &exact);
  if (ip == walk.start) walk.started = true;
  if (!walk.started) return _URC_NO_REASON;
  if (walk.gate->is_gate(ip) != 0) return _URC_NORMAL_STOP;
  found_host = is_host_code(ip, walk.host_code);
  if (found_host) return _URC_NORMAL_STOP;
  cd_fault &fault = *walk.fault;
  if (fault.frame_count < CD_MAX_FRAMES) {
    fault.frames[fault.frame_count++] = exact != 0 ? ip : ip - 1;
  } else if (walk.host_code == HostCode::Nowhere || ++walk.past_frames == kMostPastFrames) {
    return _URC_NORMAL_STOP;
  }
  return _URC_NO_REASON;
}

[[gnu::noinline]] void walk(const cd_gate &gate, void *ucontext, cd_fault &fault,
                            HostCode host_code) {
  Position at = position(ucontext);
  if (!has_unwind_tables(at.pc)) {
    // A jump to nowhere, or compiled JavaScript; nobody compiles code into the null page. The
    // unwinder has to start at the caller, whose return address was pushed last.
    found_host = host_code == HostCode::InExecutableOrNoFile && at.pc >= kNullPageBytes;
    fault.frames[fault.frame_count++] = at.pc;
    const auto *pushed = reinterpret_cast<const uintptr_t *>(at.sp);
    if (found_host || !has_unwind_tables(*pushed)) return;
    at = {*pushed, at.sp + sizeof *pushed};
    set_position(ucontext, at);
  }
  Walk walk = {&gate, &fault, host_code, at.pc, false, 0};
  _Unwind_Backtrace(visit, &walk);
}

void unblock_faults(sigset_t &before) {
  sigset_t faults;
  sigemptyset(&faults);
  sigaddset(&faults, SIGSEGV);
  sigaddset(&faults, SIGBUS);
  pthread_sigmask(SIG_UNBLOCK, &faults, &before);
}

}  // namespace

bool trace(const cd_gate &gate, void *ucontext, cd_fault &fault, HostCode host_code) {
  const Position at = position(ucontext);
  fault.frame_count = 0;
  found_host = false;
  sigset_t before;
  unblock_faults(
      before);  // in a handler they are blocked: one of the unwinder's would kill the process
  walking = true;
  if (__builtin_setjmp(escape) == 0) walk(gate, ucontext, fault, host_code);
  walking = false;
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  set_position(ucontext, at);
  if (fault.frame_count == 0) fault.frames[fault.frame_count++] = at.pc;
  return found_host;
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
