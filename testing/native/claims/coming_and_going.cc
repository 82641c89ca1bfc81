// SPDX-License-Identifier: Apache-2.0
// Layers and slots that come and go while threads make calls.
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <thread>

#include "../guests/guests.h"
#include "../harness/guarded.h"
#include "layers.h"

using namespace cofferdam;
using namespace cofferdam::testing;

namespace {

int answer() { return 1; }

SlotRequest request_of(void *reporter) {
  static uint32_t unheard[CD_SLOTS];
  SlotRequest request = {};
  request.target = reinterpret_cast<void *>(&answer);
  request.delivery = Delivery::Throw;
  request.reporter = reporter;
  request.unheard = unheard;
  return request;
}

int enter_slowly(cd_layer *) {
  usleep(20'000);
  return 0;
}

cd_layer slow = {
    .abi_version = CD_ABI_VERSION,
    .name = "slow",
    .thread_enter = enter_slowly,
};

cd_layer added = {
    .abi_version = CD_ABI_VERSION,
    .name = "added",
};

const cd_gate *gate = nullptr;

cd_layer failing = {
    .abi_version = CD_ABI_VERSION,
    .name = "failing",
    .attach =
        [](cd_layer *, const cd_gate *given) {
          gate = given;
          return 0;
        },
    .thread_enter = [](cd_layer *) { return ENOMEM; },
};

int ask_as_failing() {
  cd_call call;
  return gate->innermost(&failing, &call);
}

}  // namespace

// Else the end of that environment, on its own thread, takes the slot from whoever is being given
// it.
CLAIM("a slot that was given back belongs to no environment") {
  int environment = 0;
  const auto slot = static_cast<uint32_t>(create_slot(request_of(&environment)));
  dispose_slot(slot);
  expect(slot_at(slot).reporter == nullptr, "the slot is nobody's");
  dispose_slots_of(&environment);
}

CLAIM("a call that begins while a layer is added is not refused") {
  uint32_t bit = 0;
  std::atomic<int> step = 0;
  int result = 0;
  std::thread caller([&] {
    listen();
    const Guarded honest(&guest_crash_if, in_place());
    honest.call(0);
    step = 1;
    while (step != 2) std::this_thread::yield();
    result = honest.call(0);
  });
  while (step != 1) std::this_thread::yield();
  add_layer(&slow, bit);
  step = 2;
  usleep(10'000);  // it is being entered
  add_layer(&added, bit);
  caller.join();
  expect_equal(result, 7, "what the call returned");
}

CLAIM("a layer that could not enter a thread has no say in its calls") {
  Way way = in_place();
  uint32_t bit = 0;
  add_layer(&failing, bit);
  way.layers |= bit;
  const Guarded asking(&ask_as_failing, way);
  expect_equal(asking.call(), 0, "calls that it may abandon");
}
