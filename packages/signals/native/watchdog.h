// SPDX-License-Identifier: Apache-2.0
// The thread that keeps the gate's clock while calls with deadlines are live, and sends a signal to
// each thread whose call is due. It sleeps when there are none.
#pragma once
#include <cstdint>

#include "cofferdam/layer_abi.h"

namespace cofferdam {

/** How long the watchdog pauses between two looks. */
constexpr uint64_t kTickMs = 1;

/** Once per process. 0, or an errno. */
int start_watchdog(const cd_gate *gate, int signal);

/** From a call that found the clock standing. */
void wake_watchdog();

/** What the clock shows; 0: it stands still, and the watchdog sleeps. Async-signal-safe. */
uint64_t clock_tick();

/** Milliseconds of CLOCK_MONOTONIC; never 0. Async-signal-safe. */
uint64_t monotonic_ms();

}  // namespace cofferdam
