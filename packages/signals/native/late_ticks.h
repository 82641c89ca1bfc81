// SPDX-License-Identifier: Apache-2.0
// The watchdog's clock stands between two looks, and on a busy machine that may take long. A call
// that begins meanwhile believes an old tick: it is given that time back, or it would end early.
#pragma once
#include <cstdint>

namespace cofferdam {

/** Watchdog: the clock is about to go on from a tick. Until it has, nobody knows how late that is,
 * and no call that read the tick is over. */
void tick_ends(uint64_t tick);

/** It did, before `now`. 0: it stood still, and no call read it. */
void tick_ended(uint64_t tick, uint64_t now);

/** No call is live. */
void forget_ticks();

/** Is it past `due` for a call that read the tick `started` when it began? Async-signal-safe. */
bool is_over(uint64_t now, uint64_t started, uint64_t due);

}  // namespace cofferdam
