// SPDX-License-Identifier: Apache-2.0
// What belongs to the caller comes back as it was, whatever the guest did to it.
#include <signal.h>

#include "../guests/guests.h"
#include "../harness/guarded.h"
#include "../harness/machine.h"

using namespace cofferdam::testing;

namespace {

volatile double one = 1, tiny = 0x1p-60, denormal = 0x1p-1060;

bool rounds_to_nearest() { return one + tiny == one; }
bool has_denormals() { return denormal * one != 0; }

void expect_same_registers(int (*guest)(int), int argument, Way way) {
  Guarded guarded(guest, way);
  expect_equal(cd_test_changed_registers(guarded.call, argument), 0,
               "callee-saved registers changed");
}

}  // namespace

CLAIM("the test notices a register that a function does not preserve") {
  expect(cd_test_changed_registers(&guest_clobber, 0) != 0, "clobbered");
}

CLAIM("callee-saved registers are the caller's again after a good call") {
  each_way([](Way way) {
    expect_same_registers(&guest_crash_if, 0, way);
    expect_same_registers(&guest_clobber, 0, way);
    expect_equal(Guarded(&guest_clobber, way).call(0), 42, "the result");
  });
}

CLAIM("callee-saved registers are the caller's again after a fault") {
  each_recoverable_way([](Way way) {
    const int before = told().count;
    expect_same_registers(&guest_clobber, 1, way);
    expect_fault(before, SIGSEGV);
  });
}

CLAIM("callee-saved registers are the caller's again after an exception") {
  each_way([](Way way) { expect_same_registers(&guest_throw, 0, way); });
}

CLAIM("callee-saved registers are the caller's again after a refused call") {
  each_way([](Way way) {
    Guarded add(&guest_crash_if, way);
    cofferdam::refuse_slot(static_cast<uint32_t>(add.index), cofferdam::Refusal::Quarantined);
    expect_equal(cd_test_changed_registers(add.call, 0), 0, "callee-saved registers changed");
  });
}

CLAIM("a guest that loses its stack pointer is contained") {
  const int before = told().count;
  expect_same_registers(&guest_lose_stack, 1, switched());
  expect_fault(before, SIGSEGV);
}

CLAIM("the rounding mode is the caller's again: after a good call, a fault, an exception") {
  expect(rounds_to_nearest(), "the host rounds to nearest before");
  each_recoverable_way([](Way way) {
    Guarded round_up(&guest_round_up, way);
    expect_equal(round_up.call(0), 7, "the result");
    expect(rounds_to_nearest(), "after a good call");
    round_up.call(1);
    expect(rounds_to_nearest(), "after a fault");
    Guarded throwing(&guest_throw_rounding_up, way);
    throwing.call(0);
    expect(rounds_to_nearest(), "after an exception");
  });
}

CLAIM("denormals are switched on again") {
  expect(has_denormals(), "the host has denormals before");
  each_recoverable_way([](Way way) {
    Guarded flush(&guest_flush_to_zero, way);
    flush.call(0);
    expect(has_denormals(), "after a good call");
    flush.call(1);
    expect(has_denormals(), "after a fault");
  });
}

CLAIM("signals that a guest blocked before it crashed are delivered again") {
  each_recoverable_way([](Way way) {
    Guarded block(&guest_block_signals, way);
    const int before = told().count;
    block.call(1);
    expect_fault(before, SIGSEGV);
    sigset_t mask;
    pthread_sigmask(SIG_BLOCK, nullptr, &mask);
    expect(sigismember(&mask, SIGABRT) == 0 && sigismember(&mask, SIGTRAP) == 0, "not blocked");
    Guarded abort_again(&abort_call, way);
    abort_again.call();
    expect_fault(before + 1, SIGABRT);
  });
}

CLAIM("what a thread had blocked it has again after a guest that blocked everything it could") {
  sigset_t before;
  sigemptyset(&before);
  sigaddset(&before, SIGUSR1);
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  each_recoverable_way([&](Way way) {
    sigset_t after;
    Guarded block(&guest_block_all_but_segv, way);
    const int reports = told().count;
    block.call(1);
    expect_fault(reports, SIGSEGV);
    pthread_sigmask(SIG_BLOCK, nullptr, &after);
    for (int signal = 1; signal < NSIG; signal++) {
      circumstance = std::string(way.name) + ", signal " + std::to_string(signal);
      expect_equal(sigismember(&after, signal), sigismember(&before, signal), "blocked");
    }
  });
}
