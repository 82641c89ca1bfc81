// SPDX-License-Identifier: Apache-2.0
// Unwinders walk through the gate, and the CPU's checks on branches are satisfied.
#include <dlfcn.h>
#include <link.h>
#include <signal.h>
#include <unwind.h>

#include "../guests/guests.h"
#include "../harness/guarded.h"
#include "../harness/landing_pads.h"
#include "gate.h"

using namespace cofferdam::testing;

namespace {

/** What a walk from a callback came upon, in this order. */
struct Passed {
  bool exit, guest, entry, host;
};

Passed passed;

bool is_in(uintptr_t ip, const void *function) {
  return _Unwind_FindEnclosingFunction(reinterpret_cast<void *>(ip - 1)) == function;
}

void proof_frame();  // the host's

_Unwind_Reason_Code visit(_Unwind_Context *context, void *) {
  const uintptr_t ip = _Unwind_GetIP(context);
  if (cofferdam::is_gate_text(ip)) (passed.guest ? passed.entry : passed.exit) = true;
  if (passed.exit && is_in(ip, reinterpret_cast<void *>(&guest_call))) passed.guest = true;
  if (passed.entry && is_in(ip, reinterpret_cast<void *>(&proof_frame))) passed.host = true;
  return _URC_NO_REASON;
}

int walk(int value) {
  passed = {};
  _Unwind_Backtrace(visit, nullptr);
  return value;
}

[[gnu::noinline]] void proof_frame() {
  each_way([](Way way) {
    Exit exit(&walk);
    Guarded call(&guest_call, way);
    call.call(exit.call, 1);
    expect(passed.exit, "the way out of the guest");
    expect(passed.guest, "the guest");
    expect(passed.entry, "the way into the guest");
    expect(passed.host, "the host's frames below");
  });
}

}  // namespace

CLAIM("a back trace in a callback passes the guest and both sides of the gate") {
  proof_frame();
  [[maybe_unused]] static volatile int not_a_tail_call = 0;
}

CLAIM("a branch that misses its landing pad traps, where they are compiled in") {
  if (!enforce_landing_pads()) return;
  auto *inside = reinterpret_cast<int (*)(int)>(reinterpret_cast<uintptr_t>(&guest_crash_if) + 4);
  Guarded missing(inside, switched());
  const int before = told().count;
  missing.call(0);
  expect_fault(before, SIGILL);
}
