// SPDX-License-Identifier: Apache-2.0
// A call with a deadline reads no clock: it adds its timeout to a word that the watchdog keeps up
// to date. The watchdog, another thread, looks at every thread through `watch`; what ends a call is
// done by its own thread, in a signal handler, where nothing changes under its hands.
#include "deadline.h"

#include <algorithm>
#include <functional>

#include "gate.h"
#include "layers.h"
#include "panic.h"
#include "thread.h"

extern "C" {
uint64_t cd_tick = 0;  // ms of CLOCK_MONOTONIC; 0: the watchdog sleeps
[[gnu::visibility("hidden")]] void cd_gate_diverted();
}

namespace cofferdam {
namespace {

/** Another thread's words: they change while they are read, and each look is only a hint. */
template <typename T>
T peek(const T &word) {
  return __atomic_load_n(&word, __ATOMIC_ACQUIRE);
}

/** May the guest be interrupted in its innermost call? */
bool has_time_limit(const Record &innermost) {
  const uint32_t flags = peek(innermost.state) | peek(innermost.exited);
  return (flags & STATE_DEADLINE) != 0 && (flags & STATE_SUSPENDED) == 0;
}

bool has_deadline(const Record *base, const Record *top) {
  for (const Record *record = base; record < top; record++) {
    if ((peek(record->state) & STATE_DEADLINE) != 0) return true;
  }
  return false;
}

}  // namespace

uint64_t due_tick(const Slot &slot, const ThreadState &state) {
  const uint64_t deadline = peek(state.deadline);
  const uint64_t aborted = peek(slot.aborted);
  // aborted before it began: it is due when it begins
  return aborted == 0 ? deadline : std::max(aborted, deadline - slot.timeout);
}

void abort_call(Slot &slot) {
  const uint64_t now = std::max<uint64_t>(peek(cd_tick), 1);
  __atomic_store_n(&slot.aborted, now, __ATOMIC_RELEASE);
}

uint32_t watch(uint64_t now, int (*due)(const cd_due *)) {
  uint32_t live = 0;
  const auto look = [&](Thread &thread) {
    const ThreadState &state = *thread.state;
    const Record *top = peek(state.top);
    if (!has_deadline(state.base, top)) return;
    live++;
    if (due == nullptr || now < peek(thread.deferred) || !has_time_limit(top[-1])) return;
    const Slot &slot = *peek(top[-1].slot);
    const cd_due call = {thread.id, now, peek(state.deadline) - slot.timeout,
                         due_tick(slot, state)};
    if (now <= call.due) return;
    // First: it may call `defer` before we are back. A signal that is blocked must not be sent
    // again: they queue up.
    const uint64_t before = thread.deferred;
    __atomic_store_n(&thread.deferred, UINT64_MAX, __ATOMIC_RELEASE);
    if (due(&call) != 0) __atomic_store_n(&thread.deferred, before, __ATOMIC_RELEASE);
  };
  // By reference: a copy would be allocated, and malloc may be locked by the call that is to end.
  each_thread(std::ref(look));
  return live;
}

/** Also in signal context, as `divert`. */
void defer(uint64_t until) {
  Thread *thread = cd_thread_state.thread;
  if (thread == nullptr) return;  // the signal came while the thread was ending
  __atomic_store_n(&thread->deferred, until, __ATOMIC_RELEASE);
}

void look(uint64_t now) {
  Record &record = cd_thread_state.top[-1];
  const auto deadline = static_cast<uint32_t>(cd_thread_state.deadline);
  if (record.overdue_for != deadline) {
    record.overdue_for = deadline;
    record.overdue_since = static_cast<uint32_t>(now);
    record.looks = 0;
  }
  record.looks++;
}

int divert(uintptr_t *return_address, const cd_fault *fault) {
  Thread &thread = *cd_thread_state.thread;
  Record &record = cd_thread_state.top[-1];
  const auto diverted = reinterpret_cast<uintptr_t>(&cd_gate_diverted);
  // Another one than before: an exception passed that one by.
  if (*return_address == diverted) return 1;
  thread.overdue = *fault;
  thread.overdue_record = &record;
  *return_address = diverted;
  return 0;
}

void restore_deadline(const Record &record) {
  if ((record.state & STATE_DEADLINE) != 0) cd_thread_state.deadline = record.deadline;
}

extern "C" {

/** A call with a deadline has begun while the watchdog slept. */
[[gnu::used, gnu::visibility("hidden")]] uint64_t cd_wake_watchdog(const Record *record) {
  cd_thread_state.deadline = kNever;  // not that of the call before: the watchdog looks at once
  each_layer(record->slot->layers, [](cd_layer *layer) {
    if (layer->wake != nullptr) layer->wake(layer);
  });
  return 0;
}

/** The library that a call was in when its time was up has returned, or thrown `exception`. */
[[gnu::used, gnu::visibility("hidden")]] void cd_diverted(Record *record,
                                                          _Unwind_Exception *exception) {
  Thread &thread = *cd_thread_state.thread;
  if (exception != nullptr) describe_exception(exception, thread.fault);  // may run guest code
  thread.fault = thread.overdue;
  // That of a call inside of this one, which was diverted later: where this one was is not known.
  if (thread.overdue_record != record) thread.fault.frame_count = 0;
  thread.fault.limit = record->slot->timeout;
  thread.fault.elapsed = cd_tick - cd_thread_state.deadline + record->slot->timeout;
}
}

}  // namespace cofferdam
