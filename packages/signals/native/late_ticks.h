// SPDX-License-Identifier: Apache-2.0
// The watchdog's clock stands between two looks, and on a busy machine that may take long. A call
// that begins meanwhile believes an old tick: it is given that time back, or it would end early.
#pragma once
#include <cstdint>

namespace cofferdam {

/** Watchdog: the clock goes on from one tick to another. From 0: it stood still, and no call read
 * it. */
void note_tick(uint64_t from, uint64_t to);

/** No call is live. */
void forget_ticks();

/** Is it past `due` for a call that read the tick `started` when it began? Async-signal-safe. */
bool is_over(uint64_t now, uint64_t started, uint64_t due);

}  // namespace cofferdam
