// SPDX-License-Identifier: Apache-2.0
// A guest calls the host back, through an exit.
#include <signal.h>

#include <stdexcept>

#include "../guests/guests.h"
#include "../harness/guarded.h"
#include "../harness/host.h"

using namespace cofferdam::testing;

namespace {

uintptr_t callback_stack = 0;
bool rounded_to_nearest = false;

int triple(int value) {
  callback_stack = reinterpret_cast<uintptr_t>(__builtin_frame_address(0));
  volatile double one = 1, tiny = 0x1p-60;
  rounded_to_nearest = one + tiny == one;
  return 3 * value;
}

double weigh(int a, int b, int c, int d, int e, int f, int g, int h, int i, int j, double k,
             double l, double m, double n, double o, double p, double q, double r, double s,
             double t) {
  return a + 2 * b + 3 * c + 4 * d + 5 * e + 6 * f + 7 * g + 8 * h + 9 * i + 10 * j + 11 * k +
         12 * l + 13 * m + 14 * n + 15 * o + 16 * p + 17 * q + 18 * r + 19 * s + 20 * t;
}

/** The guest that a callback calls in turn. */
int (*inner)(int) = nullptr;
int call_inner(int value) { return inner(value) + value; }

int refuse_all(int) { throw std::length_error("more than there is"); }

/** Calls itself through a guest and back, `depth` times. */
int (*descend_guarded)(Callback, int) = nullptr;
Callback descend_exit = nullptr;
int descend(int depth) { return depth == 0 ? 0 : descend_guarded(descend_exit, depth - 1); }

}  // namespace

CLAIM("a callback runs on the caller's stack, and its result reaches the guest") {
  const auto &thread = (in_place(), cofferdam::current_thread());
  each_way([&](Way way) {
    Exit exit(&triple);
    Guarded call(&guest_call, way);
    expect_equal(call.call(exit.call, 5), 16, "guest_call");
    expect(callback_stack > thread.stack_low && callback_stack < thread.stack_high,
           "on the thread's own stack");
    Guarded many(&guest_call_many, way);
    expect_equal(many.call(exit.call, 1, 100), 3 * 5050, "guest_call_many");
  });
}

CLAIM("a callback gets its arguments from the guest's stack") {
  each_way([](Way way) {
    Exit exit(&weigh, stack_bytes(10, 10));
    Guarded call(&guest_call_wide, way);
    expect_equal(call.call(exit.call), 2870.0, "guest_call_wide");
  });
}

CLAIM("a callback computes in the host's modes, and the guest goes on in its own") {
  each_way([](Way way) {
    Exit exit(&triple);
    Guarded call(&guest_call_rounding_up, way);
    expect_equal(call.call(exit.call, 5), 1015, "guest_call_rounding_up");
    expect(rounded_to_nearest, "the callback rounds to nearest");
  });
}

CLAIM("an exit that is called without a guest goes straight to the host") {
  Exit exit(&triple);
  expect_equal(exit.call(5), 15, "triple");
  Exit wide(&weigh, stack_bytes(10, 10));
  expect_equal(guest_call_wide(wide.call), 2870.0, "weigh");
}

CLAIM("a callback that calls another exit keeps its frame") {
  each_way([](Way way) {
    Exit last(&triple);
    static int (*next)(int) = nullptr;
    next = last.call;
    Exit exit(+[](int value) {
      volatile int frame[256];
      for (int n = 0; n < 256; n++) frame[n] = n;
      const int result = next(value);
      for (int n = 0; n < 256; n++) expect_equal(frame[n], n, "a word of the frame");
      return result;
    });
    Guarded call(&guest_call, way);
    expect_equal(call.call(exit.call, 5), 16, "guest_call");
  });
}

CLAIM("a guest that crashes after a callback is contained") {
  each_recoverable_way([](Way way) {
    Exit exit(&triple);
    Guarded call(&guest_call_and_crash, way);
    const int before = told().count;
    expect_equal(call.call(exit.call, 5), 0, "the result");
    expect_fault(before, SIGSEGV);
  });
}

CLAIM("an exception of the host passes an exit in place, and later calls are guarded") {
  const int index = cofferdam::create_lasting_exit(reinterpret_cast<void *>(&refuse_all));
  const auto exit = reinterpret_cast<Callback>(cofferdam::exit_thunk_of(index));
  each_recoverable_way([&](Way way) {
    Guarded call(&guest_call, way);
    int before = told().count;
    expect_equal(call.call(exit, 5), 0, "the result");
    expect_equal(told().count, before + 1, "number of reports");
    expect_text(told().fault.reason, "more than there is", "reason");
    Guarded crash(&guest_crash_if, way);
    before = told().count;
    crash.call(1);
    expect_fault(before, SIGSEGV);
  });
}

CLAIM("a guest that crashes inside a callback of another loses only its own call") {
  each_recoverable_way([](Way way) {
    Guarded crash(&guest_crash_if, way);
    inner = crash.call;
    Exit exit(&call_inner);
    Guarded call(&guest_call, way);
    const int before = told().count;
    expect_equal(call.call(exit.call, 1), 2, "the outer guest's result");  // (0 + 1) + 1
    expect_fault(before, SIGSEGV);
    Guarded throwing(&guest_throw, way);
    inner = throwing.call;
    expect_equal(call.call(exit.call, 1), 2, "the outer guest's result after an exception");
    expect_equal(told().count, before + 2, "number of reports");
  });
}

CLAIM("guests and callbacks nest sixty deep") {
  each_way([](Way way) {
    Exit exit(&descend);
    Guarded call(&guest_call, way);
    descend_exit = exit.call;
    descend_guarded = call.call;
    expect_equal(call.call(exit.call, 60), 61, "levels");
    expect_equal(told().count, 0, "number of reports");
  });
}

CLAIM("calls that nest too deep are refused; those around them go on") {
  in_place();
  Exit exit(&descend);
  Guarded call(&guest_call, in_place());
  descend_exit = exit.call;
  descend_guarded = call.call;
  expect_equal(call.call(exit.call, 600), CD_DEPTH, "levels");  // the refused one answers 0
  expect_equal(told().count, 1, "number of reports");
  expect(told().refusal == cofferdam::Refusal::TooDeep, "it was refused as too deep");
  expect_equal(call.call(exit.call, 5), 6, "levels of a later call");
}

CLAIM("a disposed callback is the guest's jump to nowhere") {
  each_recoverable_way([](Way way) {
    Callback stale = nullptr;
    {
      Exit exit(&triple);
      stale = exit.call;
    }
    Guarded call(&guest_call, way);
    const int before = told().count;
    call.call(stale, 5);
    expect_fault(before, SIGSEGV);
    expect_equal(told().fault.pc, 0, "pc");
  });
}

CLAIM("a crash of the host in a callback kills the process, as it would without us") {
  each_way([](Way way) {
    const End end = in_child([&] {
      Exit exit(host().crash);
      Guarded call(&guest_call, way);
      call.call(exit.call, 5);
    });
    expect_equal(end.signal, SIGSEGV, "signal that it died of");
  });
}
