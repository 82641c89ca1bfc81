// SPDX-License-Identifier: Apache-2.0
// A guest's fault ends its call, and only that.
#include <signal.h>

#include <atomic>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <thread>

#include "../guests/guests.h"
#include "../harness/guarded.h"
#include "growth.h"

using namespace cofferdam::testing;

namespace {

struct Crime {
  const char *name;
  int (*commit)();
  int signal;
};

#define CRIME(name, signal) \
  { #name, &name, signal }

constexpr Crime kCrimes[] = {
    CRIME(null_read, SIGSEGV),       CRIME(null_write, SIGSEGV),
    CRIME(read_only_write, SIGSEGV), CRIME(bus_error, SIGBUS),
    CRIME(call_null, SIGSEGV),       CRIME(abort_call, SIGABRT),
    CRIME(assert_fail, SIGABRT),     CRIME(guest_trap, SIGTRAP),
    CRIME(guest_illegal, SIGILL),    CRIME(double_free_small, SIGABRT),
    CRIME(free_invalid, SIGABRT),    CRIME(raise_segv, SIGSEGV),
    CRIME(raise_bus, SIGBUS),        CRIME(raise_fpe, SIGFPE),
    CRIME(raise_ill, SIGILL),        CRIME(raise_abrt, SIGABRT),
    CRIME(raise_trap, SIGTRAP),      CRIME(raise_sys, SIGSYS),
};

void expect_well(Way way) {
  Guarded add(&guest_add, way);
  expect_equal(add.call(3, 4), 11, "an honest call afterwards");
}

void expect_contained(const Crime &crime, Way way) {
  circumstance = std::string(crime.name) + " " + way.name;
  Guarded guarded(crime.commit, way);
  for (int times = 0; times < 3; times++) {
    const int before = told().count;
    expect_equal(guarded.call(), 0, "the result");
    expect_fault(before, crime.signal);
    expect_text(told().fault.caught_by, "signals", "caught by");
    expect(told().fault.frame_count > 0, "there are frames");
#ifndef CD_STATIC
    expect_has(frames(), crime.name);
#endif
  }
  expect_well(way);
}

void expect_overflow(int (*overflow)()) {
  Guarded guarded(overflow, switched());
  for (int times = 0; times < 3; times++) {
    const int before = told().count;
    guarded.call();
    expect_fault(before, SIGSEGV);
    expect_equal(told().fault.kind, CD_FAULT_STACK_OVERFLOW, "kind");
    expect_equal(told().fault.limit, kStackBytes, "limit");
    expect_text(told().fault.caught_by, "stack", "caught by");
  }
  expect_well(switched());
}

}  // namespace

CLAIM("every trap of a guest ends its call with a zero, again and again") {
  each_recoverable_way([](Way way) {
    for (const Crime &crime : kCrimes) expect_contained(crime, way);
  });
}

CLAIM("a signal that another thread sends to the guest's own is like one that it raised") {
  static std::atomic<bool> runs = false;
  std::thread sender([guest = pthread_self()] {
    while (!runs) std::this_thread::yield();
    pthread_kill(guest, SIGSEGV);
  });
  const auto begin = [](int value) {  // part of the guest: it is not called as an exit
    runs = true;
    return value;
  };
  Guarded spin(&guest_call_and_spin, switched());
  const int before = told().count;
  spin.call(begin, 1);
  expect_fault(before, SIGSEGV);
  expect_equal(told().fault.code, SI_TKILL, "code");
  sender.join();
}

CLAIM("an overflow of the guest's own stack is told as such, in small frames") {
  expect_overflow(&stack_overflow_small);
}

CLAIM("an overflow of the guest's own stack is told as such, in 70 KB frames") {
  expect_overflow(&stack_overflow_large);
}

CLAIM("a jump to nowhere is contained, and its frames name who jumped") {
  Guarded wild(&wild_jump, switched());
  const int before = told().count;
  wild.call();
  expect_fault(before, SIGSEGV);
  expect_equal(told().fault.pc, 0x424242424242, "pc");
#ifndef CD_STATIC
  expect_has(frames(), "wild_jump");
#endif
  expect_well(switched());
}

CLAIM("a guest that smashes its frame and returns is contained on its own stack") {
  Guarded smash(&stack_smash, switched());
  for (int times = 0; times < 3; times++) {
    const int before = told().count;
    smash.call();
    expect_equal(told().count, before + 1, "number of reports");
    expect(told().faulted, "the report has a fault");
  }
  Guarded protected_smash(&stack_smash_protected, switched());
  const int before = told().count;
  protected_smash.call();
  expect_fault(before, SIGABRT);
  expect_well(switched());
}

CLAIM("the registers of the fault are reported") {
  Guarded clobber(&guest_clobber, switched());
  clobber.call(1);
  const cd_fault &fault = told().fault;
  expect_equal(fault.register_count, CD_MAX_REGISTERS, "number of registers");
  int garbage = 0;
  bool has_pc = false;
  for (uint32_t index = 0; index < fault.register_count; index++) {
    if (fault.registers[index] == 0x4444444444444444) garbage++;
    if (fault.registers[index] == fault.pc) has_pc = true;
  }
  expect(garbage >= 6, "those that the guest filled are there");
  expect(has_pc, "so is the program counter");
}

#ifndef CD_STATIC
CLAIM("malloc's lock, taken by a guest that died inside it, is released") {
  std::mutex ending;
  ending.lock();
  std::thread bystander([&] { ending.lock(); });  // malloc takes no lock while there is one thread
  each_way([](Way way) {
    Guarded twice(&double_free_large, way);
    for (int times = 0; times < 20; times++) {
      const int before = told().count;
      twice.call();
      expect_fault(before, SIGABRT);
      void *volatile block = malloc(100'000);  // would wait for ever; volatile, or it is left out
      free(block);
    }
  });
  ending.unlock();
  bystander.join();
}

CLAIM("an overflow in place is contained on a thread with a stack of its own") {
  std::thread([] {
    Guarded overflow(&stack_overflow_small, in_place());
    const int before = told().count;
    overflow.call();
    expect_fault(before, SIGSEGV);
    expect_equal(told().fault.kind, CD_FAULT_STACK_OVERFLOW, "kind");
    expect_well(in_place());
  }).join();
}
#endif

CLAIM("the result of an abandoned call is zero, whatever its kind") {
  each_recoverable_way([](Way way) {
    expect_equal(Guarded(&guest_crash_double, way).call(), 0.0, "a double");
    const Pair pair = Guarded(&guest_crash_pair, way).call();
    expect(pair.a == 0 && pair.b == 0, "a pair of integers");
    Guarded doubles(&guest_crash_doubles4, way, {.result_bytes = kDoubles4Bytes});
    const Doubles4 four = doubles.call(3, 4, 5, 6);
    for (const double value : four.v) expect_equal(value, 0.0, "one of four doubles");
    Guarded large(&guest_crash_large, way, {.result_bytes = sizeof(Large)});
    Large result;
    std::memset(&result, 0x55, sizeof result);
    result = large.call(1);
    for (const int64_t value : result.v) expect_equal(value, 0, "a word of an aggregate");
  });
}

CLAIM("two thousand faults leave memory, mappings and files as they were") {
  each_recoverable_way([](Way way) {
    const auto commit = [&](int times) {
      Guarded write(&null_write, way);
      Guarded overflow(&stack_overflow_large, switched());
      Guarded throwing(&guest_throw, way);
      const int before = told().count;
      for (int n = 0; n < times; n++) {
        write.call();
        if (n % 20 == 0) overflow.call();
        if (n % 20 == 1) throwing.call(1);
      }
      expect_equal(told().count, before + times + 2 * (times / 20), "number of reports");
    };
    commit(200);  // what is made once is made now
    const Usage before = usage();
    commit(2000);
    expect_no_growth(before, usage());
  });
}
