// SPDX-License-Identifier: Apache-2.0
// Who called whom, from inside a signal handler.
#pragma once
#include "cofferdam/layer_abi.h"

namespace cofferdam {

/** Writes the code addresses between the fault and the gate to `fault.frames`, innermost first.
 *  Survives whatever the guest did to its stack: a fault while unwinding ends the trace early. */
void trace(const cd_gate &gate, void *ucontext, cd_fault &fault);

/** Is it code of the executable (Node, V8), or in no file (compiled JavaScript)? Signal context. */
bool is_host_code(uintptr_t pc);

/** First thing in the handler: when this signal comes from the unwinder itself, returns to `trace`.
 */
void leave_broken_trace();

/** Makes the unwinder's first use, which may take the loader's lock, happen outside of a handler.
 */
void warm_up_unwinder();

}  // namespace cofferdam
