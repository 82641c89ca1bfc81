// SPDX-License-Identifier: Apache-2.0
#include "gate.h"

#include "deadline.h"
#include "layers.h"

// The linker names both ends of a section whose name is a C identifier.
extern "C" {
[[gnu::visibility("hidden")]] extern char __start_cd_gate_text[];
[[gnu::visibility("hidden")]] extern char __stop_cd_gate_text[];
}

namespace cofferdam {
namespace {

Record *innermost_record() {
  ThreadState &state = cd_thread_state;
  if (state.thread == nullptr || state.top == state.base) return nullptr;
  return state.top - 1;
}

/** Async-signal-safe, as all of this file. */
int innermost(const cd_layer *layer, cd_call *out) {
  const Record *record = innermost_record();
  if (record == nullptr) return 0;
  const Thread &thread = *cd_thread_state.thread;
  if (!takes_part(*layer, record->slot->layers & thread.layers_entered)) return 0;
  if (!can_report(*record, thread)) return 0;  // then the process dies of its fault
  *out = describe(*record, thread);
  return 1;
}

cd_fault *fault() { return &cd_thread_state.thread->fault; }

void consult(cd_fault *fault) {
  Record *record = innermost_record();
  const cd_call call = describe(*record, *cd_thread_state.thread);
  each_layer(record->slot->layers, [&](cd_layer *layer) {
    if (layer->on_fault != nullptr) layer->on_fault(layer, &call, fault);
  });
}

void abandon(void *ucontext) {
  Record *record = innermost_record();
  record->state |= STATE_ENDING;
  resume_at_gate(ucontext, *record);
}

int is_gate(uintptr_t pc) { return is_gate_text(pc) ? 1 : 0; }

uint32_t depth() {
  const ThreadState &state = cd_thread_state;
  return static_cast<uint32_t>(state.top - state.base);
}

/** The first tick since `started` with this low half. */
uint64_t whole_tick(uint32_t low, uint64_t started) {
  return started + static_cast<uint32_t>(low - static_cast<uint32_t>(started));
}

constexpr cd_gate kGate = {
    .abi_version = CD_ABI_VERSION,
    .innermost = innermost,
    .fault = fault,
    .consult = consult,
    .abandon = abandon,
    .is_gate = is_gate,
    .depth = depth,
    .tick = &cd_tick,
    .watch = watch,
    .defer = defer,
    .look = look,
    .divert = divert,
};

}  // namespace

const cd_gate *gate_interface() { return &kGate; }

bool is_gate_text(uintptr_t pc) {
  return pc >= reinterpret_cast<uintptr_t>(__start_cd_gate_text) &&
         pc < reinterpret_cast<uintptr_t>(__stop_cd_gate_text);
}

cd_call describe(const Record &record, const Thread &thread) {
  const bool looked_at = record.overdue_for == static_cast<uint32_t>(thread.state->deadline);
  const uint64_t started = thread.state->deadline - record.slot->timeout;
  const bool switched = (record.state & STATE_SWITCHED) != 0;
  const auto within = [&](uintptr_t low, uintptr_t high) {
    return record.sp > low && record.sp <= high;
  };
  const bool on_thread = within(thread.stack_low, thread.stack_high);
  const bool on_caller = within(thread.caller_low, thread.caller_high);
  return {
      .caller_sp = record.sp,
      .stack = switched ? stack_of(const_cast<Record *>(&record), record.slot) : nullptr,
      .thread_low = thread.stack_low,
      .thread_high = thread.stack_high,
      .caller_low = on_thread   ? thread.stack_low
                    : on_caller ? thread.caller_low
                                : 0,
      .caller_high = on_thread   ? thread.stack_high
                     : on_caller ? thread.caller_high
                                 : 0,
      .suspended = (record.state | record.exited) & STATE_SUSPENDED,
      // what an exception says of itself is asked while its call is being ended, and may never come
      .ending = thread.describing == Describing::Now ? 0 : record.state & STATE_ENDING,
      .aborted = record.slot->aborted != 0,
      .timeout = (record.state & STATE_DEADLINE) != 0 ? record.slot->timeout : 0,
      .grace = record.slot->grace,
      .started = started,
      .due = due_tick(*record.slot, *thread.state),
      .overdue_since = looked_at ? whole_tick(record.overdue_since, started) : 0,
      .looks = looked_at ? record.looks : 0,
      .target = reinterpret_cast<uintptr_t>(record.slot->target),
  };
}

bool can_report(const Record &record, const Thread &thread) {
  if (keeps_outcome(*record.slot)) return true;
  return thread.deliver != nullptr && host_stack(record, thread) != 0;
}

uintptr_t host_stack(const Record &record, const Thread &thread) {
  constexpr uintptr_t kClear = 256;           // past the red zone and what the FFI keeps there
  constexpr uintptr_t kHeadroom = 64 * 1024;  // V8 needs some stack to build an error
  const auto usable = [&](uintptr_t sp) {
    return sp > thread.stack_low + kHeadroom && sp < thread.stack_high;
  };
  if (keeps_outcome(*record.slot)) return (record.sp - kClear) & ~uintptr_t{15};
  // Called on the thread's own stack (node:ffi, addons), or through koffi: it runs calls on a stack
  // of its own and keeps the thread's stack pointer in the frame pointer (CallG and its kin in
  // koffi's x64sysv_asm.S and arm64_asm.S).
  const uintptr_t sp = usable(record.sp) ? record.sp : frame_pointer(record);
  return usable(sp) ? (sp - kClear) & ~uintptr_t{15} : 0;
}

}  // namespace cofferdam
