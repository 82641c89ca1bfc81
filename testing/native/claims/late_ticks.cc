// SPDX-License-Identifier: Apache-2.0
// What a call may have believed an old tick for is not held against it.
#include "late_ticks.h"

#include <cstdint>

#include "../harness/claim.h"

using namespace cofferdam;
using namespace cofferdam::testing;

CLAIM("a call that read a tick is given the time for which that was shown too long") {
  expect(is_over(132, 100, 130), "without any delay, 2 ms after it was due");
  tick_ends(100);
  tick_ended(100, 160);
  expect(!is_over(190, 100, 130), "60 ms after it was due it may be in time");
  expect(is_over(191, 100, 130), "no longer");
  expect(is_over(133, 101, 131), "another tick is another matter");
}

CLAIM("while a tick is being replaced no call that read it is over") {
  tick_ends(100);
  expect(!is_over(1'000'000, 100, 130), "how late that will be is not known");
  tick_ended(100, 101);
  expect(is_over(132, 100, 130), "it was not");
}

CLAIM("a delay is still known when many more have followed, and when nobody knows any more") {
  for (uint64_t tick = 100; tick < 100 + 10 * 1000; tick += 10) {
    tick_ends(tick);
    tick_ended(tick, tick + (tick == 100 ? 50 : 10));
  }
  expect(!is_over(150, 100, 110), "the first is forgotten: it may have been the longest");
  expect(!is_over(10'120, 10'090, 10'111), "the last is known");
  expect(is_over(10'122, 10'090, 10'111), "to be shorter");
  forget_ticks();
  expect(is_over(150, 100, 110), "no call is left that read any of these");
}
