// SPDX-License-Identifier: Apache-2.0
#include "deadline_layer.h"

#include <atomic>

#include "deadline.h"
#include "malloc_lock.h"
#include "process.h"
#include "watchdog.h"

namespace cofferdam {
namespace {

std::atomic<uint64_t> ended{0};

int attach(cd_layer *, const cd_gate *gate) {
  if (const int error = prepare_process(gate); error != 0) return error;
  return arm_deadlines(gate);
}

void wake(cd_layer *) { wake_watchdog(); }

/** Abandoned in any other way it was out of malloc by then. */
void on_abandoned(cd_layer *, const cd_call *, cd_fault *fault) {
  if (fault->kind != CD_FAULT_TIMEOUT) return;
  ended++;
  // One that returned let go of it itself; another thread's must not be taken.
  const bool returned = fault->abandoned == CD_ABANDONED_AT_RETURN;
  if (!returned && is_inside_malloc(*fault)) release_malloc();
}

cd_layer layer = {
    .abi_version = CD_ABI_VERSION,
    .needs = CD_NEEDS_DEADLINE,
    .name = "deadline",
    .attach = attach,
    .thread_enter = prepare_thread,
    .thread_leave = release_thread,
    .wake = wake,
    .on_abandoned = on_abandoned,
};

}  // namespace

cd_layer *deadline_layer() { return &layer; }

uint64_t ended_calls() { return ended; }

}  // namespace cofferdam
