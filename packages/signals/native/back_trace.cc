// SPDX-License-Identifier: Apache-2.0
#include "back_trace.h"

#include <algorithm>

#include "code_object.h"
#include "frame_walk.h"
#include "registers.h"
#include "runtime_code.h"
#include "whose_code.h"

namespace cofferdam {
namespace {

constexpr uintptr_t kNullPageBytes = 4096;
// A recursion that overflowed 3 MiB in place has 65,000 frames, at 0.4 µs each: 26 ms, once, for
// knowing whose it was, and what was under it. No stack holds more frames than this.
constexpr uint32_t kMostPastFrames = 1 << 20;

struct Trace {
  const cd_gate *gate;
  const cd_call *call;
  cd_fault *fault;
  HostCode host_code;
  Seen seen;
  uint32_t past_frames;  // looked at, not kept
};

bool is_host_code(uintptr_t pc, HostCode host_code) {
  if (host_code == HostCode::Nowhere) return false;
  dl_find_object object;
  if (!find_object(pc, object)) return host_code == HostCode::InExecutableOrNoFile;
  return is_executable(object);
}

/** Frames beyond those that are kept need a look only where one of the loader may be among them. On
 * the stack that we gave the guest it has returns to it then: they are found a hundred times faster
 * than frames, among what else looks like one. */
bool may_have_loader(const Trace &trace) {
  const cd_stack *stack = trace.call->stack;
  const uintptr_t sp = trace.fault->sp;
  if (stack == nullptr || sp < stack->guard_low || sp >= stack->top) return true;
  const auto *low = reinterpret_cast<const uintptr_t *>(std::max(sp & ~uintptr_t{15}, stack->low));
  const auto *high = reinterpret_cast<const uintptr_t *>(stack->top);
  return std::any_of(low, high, may_be_loader_return);
}

bool keep(void *self, const Frame &frame) {
  Trace &trace = *static_cast<Trace *>(self);
  if (trace.gate->is_gate(frame.pc) != 0) return true;
  trace.seen.host_code = is_host_code(frame.pc, trace.host_code);
  if (trace.seen.host_code) return true;
  const uintptr_t pc = frame.is_return ? frame.pc - 1 : frame.pc;
  if (is_loader_code(pc)) trace.seen.loader = true;
  cd_fault &fault = *trace.fault;
  if (fault.frame_count == CD_MAX_FRAMES) {
    if (trace.past_frames == 0 && !may_have_loader(trace)) return true;
    return ++trace.past_frames == kMostPastFrames;
  }
  fault.frames[fault.frame_count++] = pc;
  return false;
}

/** Reads the guest's stack where the return address is there. */
struct Caller {
  const void *ucontext;
  Position position;
};

/** Code without a table for the unwinder, which has to start at the caller: a jump to nowhere,
 * compiled JavaScript (nobody compiles code into the null page), the PLT as some linkers make it.
 * False: there is nothing to unwind. */
bool start_at_caller(void *ucontext, Trace &trace) {
  const uintptr_t pc = position(ucontext).pc;
  cd_fault &fault = *trace.fault;
  trace.seen.host_code = pc >= kNullPageBytes && is_host_code(pc, trace.host_code);
  trace.seen.loader = is_loader_code(pc);
  fault.frames[fault.frame_count++] = pc;
  if (trace.seen.host_code) return false;
  Caller caller = {ucontext, {0, 0}};
  const auto read = [](void *self) {
    auto &found = *static_cast<Caller *>(self);
    found.position = caller_position(found.ucontext);
  };
  if (!survives(read, &caller)) return false;
  dl_find_object object;
  if (!find_object(caller.position.pc, object)) return false;
  set_position(ucontext, caller.position);
  return true;
}

}  // namespace

Seen trace(const cd_gate &gate, const cd_call &call, void *ucontext, cd_fault &fault) {
  const Position at = position(ucontext);
  Trace trace = {&gate, &call, &fault, host_code_of(call), {}, 0};
  fault.frame_count = 0;
  if (can_unwind(at.pc) || start_at_caller(ucontext, trace)) walk_frames(ucontext, keep, &trace);
  set_position(ucontext, at);
  if (fault.frame_count == 0) fault.frames[fault.frame_count++] = at.pc;
  return trace.seen;
}

}  // namespace cofferdam
