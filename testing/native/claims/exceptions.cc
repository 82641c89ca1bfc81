// SPDX-License-Identifier: Apache-2.0
// A C++ exception that leaves the guest ends its call.
#include <signal.h>

#include <thread>

#include "../guests/guests.h"
#include "../harness/guarded.h"

using namespace cofferdam::testing;

namespace {

void expect_panic(const char *type, const char *reason) {
  const cd_fault &fault = told().fault;
  expect_equal(fault.kind, CD_FAULT_PANIC, "kind");
  expect_equal(fault.language, CD_LANGUAGE_CPP, "language");
  expect_text(fault.type, type, "type");
  expect_text(fault.reason, reason, "reason");
}

}  // namespace

CLAIM("an exception is reported with its type and what it says") {
  each_way([](Way way) {
    Guarded throwing(&guest_throw, way);
    expect_equal(throwing.call(0), 0, "the result");
    expect_panic("std::out_of_range", "no such thing");
    throwing.call(1);
    expect_panic("library::Failure", "failure 3");
    throwing.call(2);
    expect_panic("int", "42");
    throwing.call(3);
    expect_panic("char const*", "a word");
    throwing.call(4);
    expect_panic("std::__cxx11::basic_string<char, std::char_traits<char>, std::allocator<char> >",
                 "a text");
    expect_equal(told().count, 5, "number of reports");
    expect_equal(throwing.call(6), 6, "a call that throws nothing");
    told() = {};
  });
}

CLAIM("the frames of an exception tell where it was thrown") {
  each_way([](Way way) {
    Guarded throwing(&guest_throw_through_destructor, way);
    throwing.call(0);
    expect(told().fault.frame_count >= 2, "at least two frames");
#ifndef CD_STATIC
    expect_has(frames(), "guest_throw guest_throw_through_destructor");
#endif
  });
}

CLAIM("the destructors of the guest run") {
  each_way([](Way way) {
    const int before = guest_destroyed();
    Guarded throwing(&guest_throw_through_destructor, way);
    throwing.call(1);
    expect_equal(guest_destroyed(), before + 2, "destructors that ran");
  });
}

CLAIM("an exception that ends in std::terminate is still reported") {
  each_recoverable_way([](Way way) {
    Guarded terminating(&guest_terminate, way);
    const int before = told().count;
    terminating.call(1);
    expect_fault(before, SIGABRT);
    expect_text(told().fault.type, "library::Failure", "type");
    expect_text(told().fault.reason, "failure 3", "reason");
  });
}

#ifndef CD_STATIC
CLAIM("an exception whose what() crashes is contained as well") {
  each_way([](Way way) {
    Guarded throwing(&guest_throw, way);
    Guarded terminating(&guest_terminate, way);
    for (int times = 0; times < 3; times++) {
      const int before = told().count;
      throwing.call(5);
      expect_fault(before, SIGSEGV);
      terminating.call(5);
      expect_fault(before + 1, SIGSEGV);
    }
    throwing.call(0);
    expect_panic("std::out_of_range", "no such thing");
  });
}
#endif

CLAIM("a thread that exits inside a guest unwinds through the gate and ends") {
  each_way([](Way way) {
    bool went_on = false;
    std::thread([&] {
      listen();
      Guarded exiting(&guest_exit_thread, way);
      exiting.call();
      went_on = true;
    }).join();
    expect(!went_on, "the thread ended in the guest");
    expect_equal(Guarded(&guest_add, way).call(3, 4), 11, "another thread's call");
  });
}
