// SPDX-License-Identifier: Apache-2.0
// The signal handler: a trap in guest code ends the guest's call, anything else goes to the handler
// that was there before.
#pragma once
#include <signal.h>

#include "cofferdam/layer_abi.h"

namespace cofferdam {

/** Before the first signal. */
void use_gate(const cd_gate *gate);

void on_signal(int signal, siginfo_t *info, void *ucontext);

}  // namespace cofferdam
