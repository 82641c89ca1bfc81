// SPDX-License-Identifier: Apache-2.0
// What ends a call that takes too long: a signal handler on the call's own thread.
#pragma once
#include "cofferdam/layer_abi.h"

namespace cofferdam {

/** Takes a real-time signal that nobody uses, and starts the watchdog. Once per process. 0, or an
 * errno. */
int arm_deadlines(const cd_gate *gate);

}  // namespace cofferdam
