// SPDX-License-Identifier: Apache-2.0
// Who called whom, from inside a signal handler.
#pragma once
#include "cofferdam/layer_abi.h"

namespace cofferdam {

/** What code between the fault and the gate means that the host was running, not the guest. */
enum class HostCode {
  Nowhere,              // the guest has a stack of its own: only it can be here
  InExecutable,         // Node and V8
  InExecutableOrNoFile  // these, and compiled JavaScript
};

/** Writes the code addresses between the fault and the gate to `fault.frames`, innermost first.
 *  Returns whether it came upon host code; to find it, it looks past the frames that it keeps. */
bool trace(const cd_gate &gate, void *ucontext, cd_fault &fault, HostCode host_code);

}  // namespace cofferdam
