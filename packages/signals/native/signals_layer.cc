// SPDX-License-Identifier: Apache-2.0
#include "signals_layer.h"

#include "malloc_lock.h"
#include "process.h"

namespace cofferdam {
namespace {

int attach(cd_layer *, const cd_gate *gate) { return prepare_process(gate); }

void on_abandoned(cd_layer *, const cd_call *, cd_fault *fault) {
  if (fault->kind != CD_FAULT_TIMEOUT && is_inside_malloc(*fault)) release_malloc();
}

cd_layer layer = {
    .abi_version = CD_ABI_VERSION,
    .needs = CD_NEEDS_NOTHING,
    .name = "signals",
    .attach = attach,
    .thread_enter = prepare_thread,
    .thread_leave = release_thread,
    .on_abandoned = on_abandoned,
};

}  // namespace

cd_layer *signals_layer() { return &layer; }

}  // namespace cofferdam
