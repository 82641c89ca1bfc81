// SPDX-License-Identifier: Apache-2.0
// An FFI that calls on a private stack of its own, as koffi does.
#include <signal.h>
#include <sys/mman.h>

#include "../guests/guests.h"
#include "../harness/guarded.h"
#include "../harness/machine.h"
#include "caller_stack.h"

using namespace cofferdam::testing;

namespace {

constexpr size_t kFfiBytes = size_t{2} << 20;

/** The FFI's stack, between guard pages: its bounds are those of a mapping. */
struct FfiStack {
  static constexpr size_t kGuard = 64 * 1024;
  char *low = static_cast<char *>(
      mmap(nullptr, kGuard + kFfiBytes + kGuard, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
  FfiStack() { mprotect(low + kGuard, kFfiBytes, PROT_READ | PROT_WRITE); }
  ~FfiStack() { munmap(low, kGuard + kFfiBytes + kGuard); }
  void *top() const { return low + kGuard + kFfiBytes - 4096; }
};

/** The FFI calls the thunk itself: a function in between would use the frame pointer. */
void expect_contained(int (*crime)(), const FfiStack &stack, Way way, int signal) {
  Guarded guest(crime, way);
  const int before = told().count;
  const auto thunk = reinterpret_cast<int64_t (*)(int64_t)>(cofferdam::thunk_of(guest.index));
  expect_equal(cd_test_call_on(stack.top(), thunk, 0), 0, "the result");
  expect_fault(before, signal);
}

}  // namespace

#ifndef CD_STATIC
/** Not in the executable: only the exit tells that this is the host's. */
static int crash_here(int value) {
  volatile int *volatile nowhere = nullptr;
  *nowhere = value;
  return value;
}

static int64_t guard_it(int64_t) { return cd_guard_caller_stack(); }

CLAIM("the low end of an FFI's stack becomes a guard") {
  const Way way = in_place();
  const FfiStack stack;
  const int64_t left = cd_test_call_on(stack.top(), &guard_it, 0);
  expect_equal(left, kFfiBytes - CD_CALLER_GUARD_BYTES, "bytes left");
  expect_contained(&null_write, stack, way, SIGSEGV);
  expect_equal(told().fault.kind, CD_FAULT_SIGNAL, "kind");
}

CLAIM("on an FFI's stack every fault in place is contained: overflows, and jumps to nowhere") {
  const Way way = in_place();
  const FfiStack stack;
  cd_test_call_on(stack.top(), &guard_it, 0);
  expect_contained(&stack_overflow_small, stack, way, SIGSEGV);
  expect_equal(told().fault.kind, CD_FAULT_STACK_OVERFLOW, "kind");
  expect_contained(&stack_overflow_large, stack, way, SIGSEGV);
  expect_equal(told().fault.kind, CD_FAULT_STACK_OVERFLOW, "kind");
  expect_contained(&wild_jump, stack, way, SIGSEGV);
  expect_contained(&abort_call, stack, way, SIGABRT);
}

CLAIM("on an FFI's stack a crash of the host in a callback kills the process") {
  for (const Way way : {in_place(), switched()}) {
    const End end = in_child([&] {
      const FfiStack stack;
      cd_test_call_on(stack.top(), &guard_it, 0);
      Exit exit(&crash_here);
      Guarded call(&guest_call, way);
      const auto thunk = reinterpret_cast<int64_t (*)(int64_t)>(cofferdam::thunk_of(call.index));
      cd_test_call_on(stack.top(), thunk, reinterpret_cast<int64_t>(exit.call));
    });
    expect_equal(end.signal, SIGSEGV, "signal that it died of");
  }
}
#endif

CLAIM("a guest switched away from an FFI's stack is contained") {
  const Way way = switched();
  const FfiStack stack;
  expect_contained(&null_write, stack, way, SIGSEGV);
  expect_contained(&stack_overflow_large, stack, way, SIGSEGV);
}
