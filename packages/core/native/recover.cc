// SPDX-License-Identifier: Apache-2.0
// The C++ half of cd_gate_recover: an abandoned or refused call is put right and reported.
#include <signal.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "caller_stack.h"
#include "cpp_exception.h"
#include "deadline.h"
#include "gate.h"
#include "layers.h"
#include "slots.h"

namespace cofferdam {
namespace {

Refusal refusal_of(const Record &record, const ThreadState &state) {
  if ((record.state & STATE_REFUSED) == 0) return Refusal::None;
  if (&record >= state.base + CD_DEPTH) return Refusal::TooDeep;
  if (record.slot->refusal != Refusal::None) return record.slot->refusal;
  return Refusal::NoStack;
}

void *environment_of(const Record &record) {
  void *environment = record.slot->environment;
  const bool is_argument = reinterpret_cast<uintptr_t>(environment) == kFirstArgument;
  return is_argument ? reinterpret_cast<void *>(first_argument(record)) : environment;
}

/** First all put right what they must, then all may allocate: malloc's lock is one of those things.
 */
void tell_layers(const Record &record, Thread &thread) {
  const cd_call call = describe(record, thread);
  const bool refused = (record.state & STATE_REFUSED) != 0;
  const uint32_t layers = record.slot->layers;
  each_layer(refused ? 0 : layers, [&](cd_layer *layer) {
    if (layer->on_abandoned != nullptr) layer->on_abandoned(layer, &call, &thread.fault);
  });
  each_layer(layers, [&](cd_layer *layer) {
    if (layer->on_ended != nullptr)
      layer->on_ended(layer, &call, refused ? nullptr : &thread.fault);
  });
}

/** The result that the FFI will read: zeroes, also where the caller provided the memory for it. */
uint64_t zero_result(const Record &record) {
  if (record.slot->result_bytes == 0) return 0;
  const uint64_t result = result_address(record);
  std::memset(reinterpret_cast<void *>(result), 0, record.slot->result_bytes);
  return result;
}

}  // namespace

extern "C" {

/** Lets the layers put the process right and clean up, then asks what a terminating exception was
 * about: its what() is guest code, so the call still counts as the guest's. Crashing in it leads
 * here once more. */
[[gnu::used, gnu::visibility("hidden")]] void cd_put_right(Record *record) {
  record->state |= STATE_ENDING;
  record->exited = 0;  // a function of the host may have thrown, through its exit
  Thread &thread = *cd_thread_state.thread;
  const bool was_asked = thread.describing != Describing::No;
  thread.describing = Describing::Done;  // first: layers hold locks here, and must not be abandoned
  tell_layers(*record, thread);
  if ((record->state & STATE_REFUSED) != 0) return;
  if (thread.fault.signal != SIGABRT || was_asked) return;
  thread.describing = Describing::Now;
  describe_terminating_exception(thread.fault, record > cd_thread_state.base);
  thread.describing = Describing::Done;
}

[[gnu::used, gnu::visibility("hidden")]] uint64_t cd_host_stack(const Record *record) {
  const uintptr_t stack = host_stack(*record, *cd_thread_state.thread);
  if (stack != 0) return stack;
  // Faults never get here without one (cd_gate.innermost refuses them); a refused call may.
  std::fputs("cofferdam: a refused call came from a stack that is not the thread's\n", stderr);
  std::abort();
}

[[gnu::used, gnu::visibility("hidden")]] uint64_t cd_recovered(Record *record) {
  ThreadState &state = cd_thread_state;
  Thread &thread = *state.thread;
  const Refusal refusal = refusal_of(*record, state);
  thread.describing = Describing::No;
  const uint64_t result = zero_result(*record);
  restore_deadline(*record);
  defer(0);  // that was for this call
  if (refusal == Refusal::None && thread.fault.kind == CD_FAULT_STACK_OVERFLOW) {
    trim_caller_stack(record->sp);
  }

  if (keeps_outcome(*record->slot)) {
    post(*record->slot, refusal, thread.fault);
    state.top = record;
    return result;
  }
  // JavaScript runs now and may pass the gate itself, at this level: keep what the way home needs.
  const Record kept = *record;
  state.top = record;
  if (thread.deliver != nullptr) {
    const bool faulted = refusal == Refusal::None;
    thread.deliver({kept.slot, faulted ? &thread.fault : nullptr, refusal, environment_of(kept)});
  }
  *record = kept;
  return result;
}
}

}  // namespace cofferdam
