// SPDX-License-Identifier: Apache-2.0
// A call that takes too long is ended: in the target, at its return from another library, or by
// force.
#include <signal.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <thread>

#include "../guests/guests.h"
#include "../harness/guarded.h"

using namespace cofferdam::testing;

namespace {

constexpr uint32_t kTimeout = 50;
constexpr Shape kShort = {.timeout = kTimeout, .grace = 2000};
constexpr Shape kNoGrace = {.timeout = kTimeout, .grace = 50};

void expect_timeout(int before, uint32_t abandoned) {
  const cd_fault &fault = told().fault;
  expect_equal(told().count, before + 1, "number of reports");
  expect_equal(fault.kind, CD_FAULT_TIMEOUT, "kind");
  expect_equal(fault.abandoned, abandoned, "how it was abandoned");
  expect(fault.elapsed >= kTimeout && fault.elapsed < 5000, "elapsed is about the timeout");
}

void expect_ended(int (*guest)(), Shape shape, uint32_t abandoned) {
  each_way([&](Way way) {
    Guarded guarded(guest, with_deadline(way), shape);
    for (int times = 0; times < 3; times++) {
      const int before = told().count;
      expect_equal(guarded.call(), 0, "the result");
      expect_timeout(before, abandoned);
    }
    expect_equal(Guarded(&guest_add, with_deadline(way), shape).call(3, 4), 11, "a quick call");
  });
}

}  // namespace

CLAIM("a call that ends in time is left alone, whatever its shape") {
  each_way([](Way way) {
    const Way timed = with_deadline(way);
    Guarded twenty(&guest_twenty, timed, {.stack_bytes = stack_bytes(10, 10), .timeout = 1000});
    expect_equal(twenty.call(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20),
                 2870, "guest_twenty");
    Guarded make(&guest_make_large, timed, {.result_bytes = sizeof(Large), .timeout = 1000});
    expect_equal(make.call(1, 2, 3).v[8], 9, "guest_make_large");
    Guarded text(&guest_text, timed, {.text_width = 1, .timeout = 1000});
    expect_text(text.call(1), "cofferdam", "guest_text");
    usleep(100'000);  // the watchdog sleeps now, and is woken with every argument in its register
    expect_equal(twenty.call(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20),
                 2870, "guest_twenty, waking the watchdog");
    expect_equal(told().count, 0, "number of reports");
  });
}

CLAIM("an endless loop is ended in the target, also when the watchdog slept before") {
  expect_ended(&guest_spin, kShort, CD_ABANDONED_IN_TARGET);
  usleep(100'000);
  expect_ended(&guest_spin, kShort, CD_ABANDONED_IN_TARGET);
}

CLAIM("a call that sleeps in the C library is ended when that returns") {
  expect_ended(&guest_sleep, kShort, CD_ABANDONED_AT_RETURN);
}

CLAIM("a function of the C library is ended when it returns to the gate") {
  each_way([](Way way) {
    Guarded guarded(&sleep, with_deadline(way), kShort);
    const int before = told().count;
    expect_equal(guarded.call(30), 0, "the result");
    expect_timeout(before, CD_ABANDONED_AT_RETURN);
  });
}

CLAIM("a function that keeps its return address in a register is left by it") {
  each_way([](Way way) {
    Guarded guarded(&guest_measure_forever, with_deadline(way), kShort);
    int at_return = 0;
    for (int times = 0; times < 5; times++) {
      guarded.call();
      expect_equal(told().fault.kind, CD_FAULT_TIMEOUT, "kind");
      expect(told().fault.abandoned != CD_ABANDONED_FORCED, "it was not forced");
      if (told().fault.abandoned == CD_ABANDONED_AT_RETURN) at_return++;
    }
    expect(at_return > 0, "at least once in strlen");
  });
}

CLAIM("malloc is left with its lock free, also where that lock is not known") {
  // Learned on a thread with an arena of its own, the main arena is not found.
  std::thread([] {
    listen();
    each_way([](Way way) {
      Guarded guarded(&guest_allocate_forever, with_deadline(way), kShort);
      for (int times = 0; times < 10; times++) {
        guarded.call();
        expect_equal(told().fault.kind, CD_FAULT_TIMEOUT, "kind");
        expect(told().fault.abandoned != CD_ABANDONED_FORCED, "it was not forced");
        free(malloc(1000));
      }
    });
  }).join();
}

CLAIM("a call that waits for ever is ended by force after its grace") {
  expect_ended(&guest_lock_twice, kNoGrace, CD_ABANDONED_FORCED);
}

CLAIM("another library comes to its end before the call does") {
  each_way([](Way way) {
    Guarded visit(&guest_visit, with_deadline(way), kShort);
    for (const int throws : {0, 1, 0, 1}) {
      const int before = told().count, finished = neighbour_finished();
      expect_equal(visit.call(throws), 0, "the result");
      expect_timeout(before, CD_ABANDONED_AT_RETURN);
      expect_equal(neighbour_finished(), finished + 1, "times the neighbour finished");
      expect(told().fault.elapsed >= 150, "elapsed counts the neighbour's time");
    }
  });
}

CLAIM("a guest that crashed with all other signals blocked leaves the next call its deadline") {
  each_way([](Way way) {
    Guarded block(&guest_block_all_but_segv, with_deadline(way), kShort);
    Guarded spin(&guest_spin, with_deadline(way), kShort);
    block.call(1);
    expect_equal(told().fault.signal, SIGSEGV, "the first call's fault");
    sigset_t alarm;  // what ends a claim that hangs
    sigemptyset(&alarm);
    sigaddset(&alarm, SIGALRM);
    pthread_sigmask(SIG_UNBLOCK, &alarm, nullptr);
    const int before = told().count;
    spin.call();
    expect_timeout(before, CD_ABANDONED_IN_TARGET);
  });
}

CLAIM("the call around one that was ended goes on, and has its own deadline") {
  each_way([](Way way) {
    static int (*spin)() = nullptr;
    Guarded inner(&guest_spin, with_deadline(way), kShort);
    spin = inner.call;
    Exit exit(+[](int value) { return spin() + value; });
    Guarded outer(&guest_call, with_deadline(way), {.timeout = 5000});
    const int before = told().count;
    expect_equal(outer.call(exit.call, 5), 6, "the outer call's result");
    expect_timeout(before, CD_ABANDONED_IN_TARGET);
  });
}

CLAIM("a call with a later deadline, inside another, does not put that one's off") {
  each_way([](Way way) {
    static int (*quick)(int, int) = nullptr;
    Guarded inner(&guest_add, with_deadline(way), {.timeout = 20'000});
    quick = inner.call;
    Exit exit(+[](int value) { return quick(value, 1); });
    Guarded outer(&guest_call_and_spin, with_deadline(way), kShort);
    const int before = told().count;
    const auto start = std::chrono::steady_clock::now();
    expect_equal(outer.call(exit.call, 5), 0, "the outer call's result");
    expect_timeout(before, CD_ABANDONED_IN_TARGET);
    expect(std::chrono::steady_clock::now() - start < std::chrono::seconds(10), "it was in time");
  });
}
