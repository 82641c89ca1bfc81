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

constexpr int kFarUp = 3 * CD_MAX_FRAMES;  // more frames than are kept

/** A lock that nobody releases fails the claim, and does not hang it. */
void expect_true_soon(const std::atomic<bool> &flag, const char *what,
                      std::source_location here = std::source_location::current()) {
  for (int look = 0; look < 1000 && !flag; look++) usleep(10'000);
  expect(flag, what, here);
}

void expect_loader_is_free() {
  static std::atomic<bool> loaded;
  loaded = false;
  std::thread([] {
    guest_load(CD_PLUGIN, nullptr, 0);
    loaded = true;
  }).detach();
  expect_true_soon(loaded, "another thread can load a library");
}

std::atomic<bool> loading = false;

int load_slowly() {
  loading = true;
  usleep(200'000);
  dl_iterate_phdr([](dl_phdr_info *, size_t, void *) { return 0; }, nullptr);
  return 0;
}

int throw_number() { return guest_throw(2); }

void expect_refused(int (*crime)(), int frames, int signal = SIGSEGV) {
  const End end = in_child([&] {
    Guarded load(&guest_load, switched());
    load.call(CD_PLUGIN, crime, frames);
  });
  expect_equal(end.signal, signal, "signal that it died of");
  expect_has(end.said, "cofferdam: not recovered: the fault is inside the loader");
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

CLAIM("a guest that crashes under the loader is not recovered from, and stderr says so") {
  expect_refused(&null_write, 0);
}

CLAIM("nor is one that crashes there many frames further up") {
  expect_refused(&null_write, kFarUp);
}

CLAIM("nor is one that crashes there in code without a table for unwinders") {
  expect_refused(&guest_crash_untold, 0);
  expect_refused(&guest_crash_untold, kFarUp);
}

CLAIM("nor is one whose exception would leave through the loader") {
  expect_refused(&throw_number, 0, SIGABRT);
}

CLAIM("a crash in what the loader has just bound, at its first call, is recovered from") {
  each_way([](Way way) {
    const int before = told().count;
    void *plugin = dlopen(CD_PLUGIN, RTLD_LAZY);
    auto *crash = reinterpret_cast<int (*)(int)>(dlsym(plugin, "plugin_crash"));
    Guarded lazily(crash, way);
    lazily.call(1);
    expect_fault(before, SIGSEGV);
    dlclose(plugin);
    expect_loader_is_free();
  });
}

// Each in a process of its own: the plugin stays loaded, and its constructor runs once.
CLAIM("a call whose time is up is not ended under the loader, many frames further up") {
  for (Way (*const way)() : {in_place, switched}) {
    for (const uint32_t grace : {2000u, 50u}) {
      const End end = in_child([&] {
        Guarded load(&guest_load, with_deadline(way()), {.timeout = 50, .grace = grace});
        load.call(CD_PLUGIN, &guest_spin_a_while, kFarUp);
        // on a busy machine its time may be up before it gets there, or be found to be after
        expect_equal(guest_unfinished(), 0, "how many were ended in the constructor");
        expect_loader_is_free();
      });
      expect_text(end.signal == 0 && end.status == 0 ? "" : end.said, "", "what went wrong");
    }
  }
}
