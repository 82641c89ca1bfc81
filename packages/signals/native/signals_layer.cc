// SPDX-License-Identifier: Apache-2.0
#include "signals_layer.h"

#include "alternate_stack.h"
#include "back_trace.h"
#include "catcher.h"
#include "handlers.h"
#include "malloc_lock.h"

namespace cofferdam {
namespace {

int attach(cd_layer *, const cd_gate *gate) {
  use_gate(gate);
  learn_malloc();
  warm_up_unwinder();
  return arm_handlers(on_signal);
}

int thread_enter(cd_layer *) {
  note_signal_mask();
  return arm_alternate_stack();
}

void thread_leave(cd_layer *) { disarm_alternate_stack(); }

void on_abandoned(cd_layer *, const cd_call *, cd_fault *fault) {
  if (is_inside_malloc(*fault)) release_malloc();
}

cd_layer layer = {
    .abi_version = CD_ABI_VERSION,
    .needs = CD_NEEDS_NOTHING,
    .name = "signals",
    .self = nullptr,
    .attach = attach,
    .thread_enter = thread_enter,
    .thread_leave = thread_leave,
    .stack_create = nullptr,
    .stack_dispose = nullptr,
    .on_fault = nullptr,
    .on_abandoned = on_abandoned,
};

}  // namespace

cd_layer *signals_layer() { return &layer; }

}  // namespace cofferdam
