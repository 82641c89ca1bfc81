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

/** What lies between the fault and the gate, also past the frames that are kept. */
struct Seen {
  bool host_code;
  bool loader;  // it runs constructors with its lock held
};

/** Writes the code addresses between the fault and the gate to `fault.frames`, innermost first. */
Seen trace(const cd_gate &gate, void *ucontext, cd_fault &fault, HostCode host_code);

}  // namespace cofferdam
