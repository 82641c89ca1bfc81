// SPDX-License-Identifier: Apache-2.0
// Whoever is under the loader holds its lock, which the host needs: a call is not abandoned there.
#include <dlfcn.h>
#include <link.h>
#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <thread>

#include "../guests/guests.h"
#include "../harness/guarded.h"
#include "malloc_lock.h"

using namespace cofferdam::testing;

namespace {

/** A lock that nobody releases fails the claim, and does not hang it. */
void expect_true_soon(const std::atomic<bool> &flag, const char *what,
                      std::source_location here = std::source_location::current()) {
  for (int look = 0; look < 1000 && !flag; look++) usleep(10'000);
  expect(flag, what, here);
}

std::atomic<bool> loading = false;

int load_slowly() {
  loading = true;
  usleep(200'000);
  dl_iterate_phdr([](dl_phdr_info *, size_t, void *) { return 0; }, nullptr);
  return 0;
}

}  // namespace

CLAIM("malloc can be learned about while another thread loads a library") {
  static std::atomic<bool> loaded = false, learned = false;
  std::thread([] {
    guest_load(CD_PLUGIN, load_slowly, 0);
    loaded = true;
  }).detach();
  expect_true_soon(loading, "the library is being loaded");
  std::thread([] {
    cofferdam::learn_malloc();
    learned = true;
  }).detach();
  expect_true_soon(loaded, "the library was loaded");
  expect_true_soon(learned, "malloc was learned about");
}
