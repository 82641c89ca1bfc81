// SPDX-License-Identifier: Apache-2.0
// What goes wrong while a call is being recovered from is the host's.
#include <signal.h>

#include "../guests/guests.h"
#include "../harness/guarded.h"
#include "layers.h"

using namespace cofferdam::testing;

namespace {

/** As one does that finds what the guest has broken; the second time it would go well. */
void crash_once(cd_layer *, const cd_call *, cd_fault *) {
  static int times = 0;
  guest_crash_if(times++ == 0);
}

cd_layer clumsy = {
    .abi_version = CD_ABI_VERSION,
    .name = "clumsy",
    .on_abandoned = crash_once,
};

}  // namespace

CLAIM("a layer that crashes while it puts the process right is not taken for the guest") {
  each_recoverable_way([](Way way) {
    const End end = in_child([&] {
      uint32_t bit = 0;
      cofferdam::add_layer(&clumsy, bit);
      Guarded(&guest_crash_if, Way{way.name, way.layers | bit}).call(1);
    });
    expect_equal(end.signal, SIGSEGV, "signal that it died of");
    expect_has(end.said, "cofferdam: not recovered: the fault is in the recovery from another one");
  });
}
