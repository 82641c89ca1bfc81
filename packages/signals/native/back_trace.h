// SPDX-License-Identifier: Apache-2.0
// Who called whom, from inside a signal handler.
#pragma once
#include "cofferdam/layer_abi.h"

namespace cofferdam {

/** What lies between the fault and the gate, also past the frames that are kept. */
struct Seen {
  bool host_code;
  bool loader;  // it runs constructors with its lock held
};

/** Writes the code addresses between the fault and the gate to `fault.frames`, innermost first. */
Seen trace(const cd_gate &gate, const cd_call &call, void *ucontext, cd_fault &fault);

}  // namespace cofferdam
