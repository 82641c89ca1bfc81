// SPDX-License-Identifier: Apache-2.0
// The C++ half of cd_gate_recover: an abandoned or refused call is put right and reported.
#include <signal.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "cpp_exception.h"
#include "gate.h"
#include "layers.h"

namespace cofferdam {
namespace {

Refusal refusal_of(const Record &record, const ThreadState &state) {
  if ((record.state & STATE_REFUSED) == 0) return Refusal::None;
  if (&record >= state.base + CD_DEPTH) return Refusal::TooDeep;
  if (record.slot->refusal != Refusal::None) return record.slot->refusal;
  return Refusal::NoStack;
}

/** The result that the FFI will read: zeroes, also where the caller provided the memory for it. */
uint64_t zero_result(const Record &record) {
  if (record.slot->result_bytes == 0) return 0;
  std::memset(reinterpret_cast<void *>(record.rdi), 0, record.slot->result_bytes);
  return record.rdi;
}

}  // namespace

extern "C" {

/** Lets the layers put the process right, then asks what a terminating exception was about: its
 * what() is guest code, so the call still counts as the guest's. Crashing in it leads here once
 * more. */
[[gnu::used, gnu::visibility("hidden")]] void cd_put_right(const Record *record) {
  if ((record->state & STATE_REFUSED) != 0) return;
  Thread &thread = *cd_thread_state.thread;
  const cd_call call = describe(*record, thread);
  each_layer(record->slot->layers, [&](cd_layer *layer) {
    if (layer->on_abandoned != nullptr) layer->on_abandoned(layer, &call, &thread.fault);
  });
  if (thread.fault.signal != SIGABRT || thread.describing) return;
  thread.describing = true;
  describe_terminating_exception(thread.fault);
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
  thread.describing = false;
  const uint64_t result = zero_result(*record);

  // JavaScript runs now and may pass the gate itself, at this level: keep what the way home needs.
  const Record kept = *record;
  state.top = record;
  if (thread.deliver != nullptr) {
    const bool faulted = refusal == Refusal::None;
    thread.deliver({kept.slot, faulted ? &thread.fault : nullptr, refusal});
  }
  *record = kept;
  return result;
}
}

}  // namespace cofferdam
