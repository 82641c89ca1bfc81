// SPDX-License-Identifier: Apache-2.0
// Where a call that must not be interrupted half-way returns to the target. Async-signal-safe.
#pragma once
#include <cstdint>

#include "cofferdam/layer_abi.h"
#include "frame_walk.h"

namespace cofferdam {

/** Is `pc` in the object that the call's target is in? Never in the C library or the loader, also
 * when the target is: they hold locks that the host needs. */
bool is_target_code(const cd_call &call, uintptr_t pc);

struct ReturnAddress {
  uintptr_t *word;  // where it is kept; nullptr: the frames cannot be read
  uintptr_t sp;     // once it has been used
  uintptr_t pc;     // what it is
};

/** That by which what the target called returns to it, or the target to the gate: the innermost
 * such call, or `past_loader` the innermost that leaves no frame of the loader behind. */
ReturnAddress find_return_address(const cd_gate &gate, const cd_call &call, void *ucontext,
                                  bool past_loader);

/** That of `callee`, which returns to `frame`; of the machine: return_address_*.cc. */
ReturnAddress return_address_of(const Frame &callee, const Frame &frame, void *ucontext);
void set_return_address(const ReturnAddress &where, uintptr_t address);

}  // namespace cofferdam
