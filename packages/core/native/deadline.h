// SPDX-License-Identifier: Apache-2.0
// Calls that may take only so long: what the layer that watches the clock sees of them and does to
// them.
#pragma once
#include <cstdint>

#include "record.h"

namespace cofferdam {

extern "C" [[gnu::visibility("hidden")]] uint64_t cd_tick;

/** cd_gate of layer_abi.h. */
uint32_t watch(uint64_t now, int (*due)(const cd_due *call));
void defer(uint64_t until);
void look(uint64_t now);
int divert(uintptr_t *return_address, const cd_fault *fault);

/** The tick at which the innermost call of a thread, of `slot` and with a deadline, has to end. */
uint64_t due_tick(const Slot &slot, const ThreadState &state);

/** Has the call that runs in `slot`, or will be the next, end as soon as it can. */
void abort_call(Slot &slot);

/** The call of `record` is over: that of the call around it counts again. */
void restore_deadline(const Record &record);

}  // namespace cofferdam
