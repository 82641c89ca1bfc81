// SPDX-License-Identifier: Apache-2.0
// Does every other thread sleep? Only then is a lock that stays taken nobody's.
#include "other_threads.h"

#include <sys/resource.h>
#include <unistd.h>

#include <atomic>
#include <thread>

#include "../harness/claim.h"

using namespace cofferdam;
using namespace cofferdam::testing;

namespace {

/** What opens a folder can open nothing in it. */
void leave_one_file() {
  const int free = dup(STDERR_FILENO);
  close(free);
  const rlimit limit = {static_cast<rlim_t>(free) + 1, static_cast<rlim_t>(free) + 1};
  setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace

CLAIM("a thread that sleeps does, and one that runs does not") {
  int ends[2];
  expect(pipe(ends) == 0, "a pipe");
  std::thread sleeper([&] {
    char byte;
    expect(read(ends[0], &byte, 1) == 1, "a byte comes");
  });
  while (!other_threads_sleep()) usleep(1000);
  std::atomic<bool> stop = false;
  std::thread runner([&] {
    while (!stop) continue;
  });
  expect(!other_threads_sleep(), "one runs");
  stop = true;
  runner.join();
  expect(write(ends[1], "x", 1) == 1, "a byte goes");
  sleeper.join();
}

CLAIM("a thread that cannot be looked at is not taken for one that sleeps") {
  std::atomic<bool> stop = false;
  std::thread runner([&] {
    while (!stop) continue;
  });
  leave_one_file();
  expect(!other_threads_sleep(), "one runs");
  stop = true;
  runner.join();
}
