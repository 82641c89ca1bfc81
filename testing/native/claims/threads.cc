// SPDX-License-Identifier: Apache-2.0
// Threads fault next to each other and do not notice.
#include <signal.h>

#include <atomic>
#include <thread>
#include <vector>

#include "../guests/guests.h"
#include "../harness/guarded.h"
#include "growth.h"

using namespace cofferdam::testing;

namespace {

constexpr int kThreads = 4;
constexpr int kCalls = 100;

/** Faults and honest calls in turn; counts what came out as it should. */
void take_turns(Way way, std::atomic<int> &right) {
  listen();
  Guarded crash(&guest_crash_if, way);
  Guarded throwing(&guest_throw, way);
  for (int n = 0; n < kCalls; n++) {
    const int before = told().count;
    const bool zero = crash.call(1) == 0 && throwing.call(n % 5) == 0;
    const bool honest = crash.call(0) == 7;
    if (zero && honest && told().count == before + 2) right++;
  }
}

void run_threads(Way way) {
  std::atomic<int> right = 0;
  std::vector<std::thread> threads;
  for (int n = 0; n < kThreads; n++) threads.emplace_back([&] { take_turns(way, right); });
  for (std::thread &thread : threads) thread.join();
  expect_equal(right, kThreads * kCalls, "calls that came out right");
}

}  // namespace

CLAIM("threads that fault side by side each get their own faults") {
  each_recoverable_way(run_threads);
}

CLAIM("a thread that ends leaves no mapping of ours behind") {
  for (int round = 0; round < 3; round++) run_threads(switched());
  const Usage before = usage();
  for (int round = 0; round < 10; round++) run_threads(switched());
  expect_no_mappings(before, usage());
}
