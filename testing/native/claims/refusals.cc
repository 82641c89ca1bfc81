// SPDX-License-Identifier: Apache-2.0
// Calls that never enter their target, and faults that are not ours to recover from.
#include <signal.h>
#include <unistd.h>

#include "../guests/guests.h"
#include "../harness/guarded.h"
#include "../harness/host.h"

using namespace cofferdam::testing;
using cofferdam::Refusal;

namespace {

void exit_with_seven(int) { _exit(7); }

void expect_death(const std::function<void()> &act, int signal, const char *said = "") {
  const End end = in_child(act);
  expect_equal(end.signal, signal, "signal that it died of");
  expect_has(end.said, said);
}

}  // namespace

CLAIM("a refused slot answers zero without entering its target, until it is admitted again") {
  each_way([](Way way) {
    Guarded add(&guest_add, way);
    const auto index = static_cast<uint32_t>(add.index);
    const int before = told().count;
    cofferdam::refuse_slot(index, Refusal::Quarantined);
    expect_equal(add.call(3, 4), 0, "the result");
    expect_equal(told().count, before + 1, "number of reports");
    expect(!told().faulted && told().refusal == Refusal::Quarantined, "told as quarantined");
    expect_equal(cofferdam::slot_at(index).calls, 0, "calls that got through");
    cofferdam::admit_slot(index, reinterpret_cast<void *>(&guest_add));
    expect_equal(add.call(3, 4), 11, "the result when admitted");
    expect_equal(cofferdam::slot_at(index).calls, 1, "calls that got through");
  });
}

CLAIM("a refused aggregate is zero in the caller's memory") {
  each_way([](Way way) {
    Guarded make(&guest_make_large, way, {.result_bytes = sizeof(Large)});
    cofferdam::refuse_slot(static_cast<uint32_t>(make.index), Refusal::Quarantined);
    const Large made = make.call(1, 2, 3);
    for (const int64_t value : made.v) expect_equal(value, 0, "a word");
  });
}

CLAIM("the address of a disposed slot answers, and does not crash") {
  each_way([](Way way) {
    int (*stale)(int, int) = nullptr;
    {
      Guarded add(&guest_add, way);
      stale = add.call;
    }
    expect_equal(stale(3, 4), 0, "the result");
    expect(told().refusal == Refusal::Disposed, "told as disposed");
  });
}

CLAIM("a crash of the host next to guarded calls kills the process") {
  expect_death(
      [] {
        Guarded(&guest_add, switched()).call(3, 4);
        host().crash(1);
      },
      SIGSEGV);
}

CLAIM("a signal from outside kills the process, also while a guest runs") {
  expect_death(
      [] {
        Exit suicide(+[](int signal) { return kill(getpid(), signal); });
        Guarded(&guest_call, switched()).call(suicide.call, SIGSEGV);
        pause();
      },
      SIGSEGV);
}

CLAIM("a thread that hears of nothing lets the guest's fault kill the process") {
  expect_death(
      [] {
        Guarded crash(&guest_crash_if, switched());
        cofferdam::current_thread().deliver = nullptr;
        crash.call(1);
      },
      SIGSEGV);
}

CLAIM("a handler that was there first gets the faults that are not a guest's") {
  const End end = in_child([] {
    signal(SIGSEGV, exit_with_seven);
    Guarded(&guest_add, switched()).call(3, 4);
    host().crash(1);
  });
  expect_equal(end.signal, 0, "signal that it died of");
  expect_equal(end.status, 7, "status that the handler exited with");
}

CLAIM("in place, what looks like host code is not recovered from, and stderr says so") {
  expect_death([] { Guarded(host().crash, in_place()).call(1); }, SIGSEGV,
               "cofferdam: not recovered: the fault is inside Node or V8");
  expect_death([] { Guarded(&wild_jump, in_place()).call(); }, SIGSEGV,
               "cofferdam: not recovered: the fault is inside Node or V8");
}
