// SPDX-License-Identifier: Apache-2.0
// Arguments and results pass the gate untouched: in registers, on the stack, in memory.
#include <signal.h>

#include <cerrno>
#include <thread>
#include <utility>

#include "../guests/guests.h"
#include "../harness/guarded.h"

using namespace cofferdam::testing;

namespace {

constexpr Large kLarge = {{1, 2, 3, 4, 5, 6, 7, 8, 9}};
constexpr int kLargeSum = 285;  // 1*1 + 2*2 + ... + 9*9

/** call(count, 1, 2, ..., count) */
template <typename Number, typename Function, size_t... Index>
auto call_with(Function *call, std::index_sequence<Index...>) {
  return call(static_cast<int>(sizeof...(Index)), static_cast<Number>(Index + 1)...);
}

constexpr int sum_of_squares(int count) { return count * (count + 1) * (2 * count + 1) / 6; }

void expect_twenty(decltype(guest_twenty) *call) {
  expect_equal(call(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20),
               sum_of_squares(20), "guest_twenty");
}

constexpr cofferdam::testing::Shape kTwenty = {.stack_bytes = stack_bytes(10, 10)};

}  // namespace

CLAIM("integers and doubles reach the target, and their result the caller") {
  each_way([](Way way) {
    Guarded add(&guest_add, way);
    expect_equal(add.call(3, 4), 11, "guest_add");
    Guarded add_doubles(&guest_add_doubles, way);
    expect_equal(add_doubles.call(0.5, 4), 8.5, "guest_add_doubles");
  });
}

CLAIM("arguments beyond the registers reach the target on its stack") {
  each_way([](Way way) {
    Guarded ten(&guest_ten, way, {.stack_bytes = stack_bytes(10)});
    expect_equal(ten.call(1, 2, 3, 4, 5, 6, 7, 8, 9, 10), sum_of_squares(10), "guest_ten");
  });
  each_way([](Way way) { expect_twenty(Guarded(&guest_twenty, way, kTwenty).call); });
}

CLAIM("every argument survives the first call of a thread, when the layers enter it") {
  each_way([](Way way) {
    Guarded twenty(&guest_twenty, way, kTwenty);
    std::thread([&] { expect_twenty(twenty.call); }).join();
    Guarded make(&guest_make_large, way, {.result_bytes = sizeof(Large)});
    std::thread([&] { expect_equal(make.call(1, 2, 3).v[8], 9, "guest_make_large"); }).join();
  });
}

CLAIM("aggregates pass in registers: integers, mixed, and of up to four floats") {
  each_way([](Way way) {
    Guarded pair(&guest_pair, way);
    expect_equal(pair.call({3, 4}, 2), 22, "guest_pair");
    Guarded mixed(&guest_mixed, way);
    expect_equal(mixed.call({0.5, 4}, 2), 17.0, "guest_mixed");
    Guarded floats(&guest_floats3, way);
    expect_equal(floats.call({{1, 2, 3}}, 2), 28.0, "guest_floats3");
    Guarded doubles(&guest_doubles4, way, {.stack_bytes = aggregate_bytes(sizeof(Doubles4))});
    expect_equal(doubles.call({{1, 2, 3, 4}}, 2), 60.0, "guest_doubles4");
  });
}

CLAIM("large aggregates pass through memory, both ways") {
  each_way([](Way way) {
    Guarded large(&guest_large, way, {.stack_bytes = aggregate_bytes(sizeof(Large))});
    expect_equal(large.call(kLarge, 2), 2 * kLargeSum, "guest_large");
    Guarded make(&guest_make_large, way, {.result_bytes = sizeof(Large)});
    const Large made = make.call(1, 2, 3);
    for (int i = 0; i < 9; i++) expect_equal(made.v[i], kLarge.v[i], "guest_make_large");
  });
}

CLAIM("aggregates come back in registers, four doubles too") {
  each_way([](Way way) {
    const Pair pair = Guarded(&guest_make_pair, way).call(5);
    expect(pair.a == 5 && pair.b == 6, "a pair");
    const Mixed mixed = Guarded(&guest_make_mixed, way).call(5);
    expect(mixed.x == 2.5 && mixed.a == 6, "a double and an integer");
    const Floats3 floats = Guarded(&guest_make_floats3, way).call(5);
    expect(floats.v[0] == 5 && floats.v[1] == 6 && floats.v[2] == 7, "three floats");
    const Doubles4 doubles = Guarded(&guest_make_doubles4, way).call(5);
    for (int i = 0; i < 4; i++) expect_equal(doubles.v[i], 5.0 + i, "four doubles");
  });
}

CLAIM("a variadic function gets all of its arguments in place") {
  Guarded sum(&guest_sum, in_place());
  expect_equal(call_with<int64_t>(sum.call, std::make_index_sequence<30>()), sum_of_squares(30),
               "guest_sum");
  Guarded sum_doubles(&guest_sum_doubles, in_place());
  expect_equal(call_with<double>(sum_doubles.call, std::make_index_sequence<30>()),
               sum_of_squares(30), "guest_sum_doubles");
}

CLAIM("four kilobytes of arguments are copied to a switched guest's stack") {
  constexpr int kCount = 512;
  Guarded sum(&guest_sum, switched(), {.stack_bytes = stack_bytes(1 + kCount)});
  expect_equal(call_with<int64_t>(sum.call, std::make_index_sequence<kCount>()),
               sum_of_squares(kCount), "guest_sum");
}

CLAIM(
    "a text result comes through, null as well, and one that cannot be read is the guest's fault") {
  each_recoverable_way([](Way way) {
    Guarded text(&guest_text, way, {.text_width = 1});
    expect(text.call(0) == nullptr, "null stays null");
    expect_text(text.call(1), "cofferdam", "guest_text");
    const int before = told().count;
    expect(text.call(2) == nullptr, "a wild pointer becomes null");
    expect_fault(before, SIGSEGV);
    expect_equal(told().fault.address, 0x424242424240, "address");
  });
}

CLAIM("errno passes the gate, in and out") {
  each_way([](Way way) {
    Guarded set(&guest_set_errno, way);
    Guarded add(&guest_add, way);
    set.call(EXDEV);
    expect_equal(errno, EXDEV, "errno after the guest set it");
    add.call(1, 2);
    expect_equal(errno, EXDEV, "errno after a call that leaves it alone");
  });
}

CLAIM("a switched guest runs on a stack of the layer, one in place on the caller's") {
  const auto here = reinterpret_cast<uintptr_t>(__builtin_frame_address(0));
  const auto &thread = (in_place(), cofferdam::current_thread());
  const auto is_here = [&](uintptr_t at) { return at > thread.stack_low && at < here; };
  expect(is_here(Guarded(&guest_stack_address, in_place()).call()), "in place: below this frame");
  expect(!is_here(Guarded(&guest_stack_address, switched()).call()), "switched: elsewhere");
}
