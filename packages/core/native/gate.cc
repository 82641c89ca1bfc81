// SPDX-License-Identifier: Apache-2.0
#include "gate.h"

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
int innermost(cd_call *out) {
  const Record *record = innermost_record();
  if (record == nullptr || record->slot->layers == 0) return 0;
  const Thread &thread = *cd_thread_state.thread;
  // Nobody would hear of the fault, or it could not be told safely: then the process dies of it.
  if (thread.deliver == nullptr || host_stack(*record, thread) == 0) return 0;
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

void abandon(void *ucontext) { resume_at_gate(ucontext, *innermost_record()); }

int is_gate(uintptr_t pc) { return is_gate_text(pc) ? 1 : 0; }

uint32_t depth() {
  const ThreadState &state = cd_thread_state;
  return static_cast<uint32_t>(state.top - state.base);
}

constexpr cd_gate kGate = {CD_ABI_VERSION, innermost, fault, consult, abandon, is_gate, depth};

}  // namespace

const cd_gate *gate_interface() { return &kGate; }

bool is_gate_text(uintptr_t pc) {
  return pc >= reinterpret_cast<uintptr_t>(__start_cd_gate_text) &&
         pc < reinterpret_cast<uintptr_t>(__stop_cd_gate_text);
}

cd_call describe(const Record &record, const Thread &thread) {
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
      .suspended = record.state & STATE_SUSPENDED,
  };
}

uintptr_t host_stack(const Record &record, const Thread &thread) {
  constexpr uintptr_t kClear = 256;           // past the red zone and what the FFI keeps there
  constexpr uintptr_t kHeadroom = 64 * 1024;  // V8 needs some stack to build an error
  const auto usable = [&](uintptr_t sp) {
    return sp > thread.stack_low + kHeadroom && sp < thread.stack_high;
  };
  // Called on the thread's own stack (node:ffi, addons), or through koffi: it runs calls on a stack
  // of its own and keeps the thread's stack pointer in rbp (CallG and its kin in koffi's
  // x64sysv_asm.S).
  const uintptr_t sp = usable(record.sp) ? record.sp : record.rbp;
  return usable(sp) ? (sp - kClear) & ~uintptr_t{15} : 0;
}

}  // namespace cofferdam
