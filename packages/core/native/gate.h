// SPDX-License-Identifier: Apache-2.0
// The gate as layers see it: cd_gate of layer_abi.h, and where an abandoned call runs on.
#pragma once
#include "thread.h"

namespace cofferdam {

const cd_gate *gate_interface();

/** What a layer may know of a live call. */
cd_call describe(const Record &record, const Thread &thread);

/** Can JavaScript be told what became of `record`'s call? If not, it may not be abandoned. */
bool can_report(const Record &record, const Thread &thread);

/** A stack pointer that is free to use while `record` is being answered: on the thread's own stack,
 * where JavaScript is told at once; or 0 where that cannot be known. */
uintptr_t host_stack(const Record &record, const Thread &thread);

/** Signal context: makes `ucontext` continue at cd_gate_recover for `record`. */
void resume_at_gate(void *ucontext, const Record &record);

/** Is `pc` in the gate's assembly? */
bool is_gate_text(uintptr_t pc);

}  // namespace cofferdam
