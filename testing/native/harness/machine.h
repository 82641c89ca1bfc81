// SPDX-License-Identifier: Apache-2.0
// What C++ cannot say: machine_x86_64.S and machine_aarch64.S.
#pragma once
#include <cstdint>

extern "C" {

/** Fills every callee-saved register, calls `function(argument)` and returns which it does not find
 *  as they were: a bit each, 0 = none. */
[[gnu::visibility("hidden")]] uint32_t cd_test_changed_registers(int (*function)(int),
                                                                 int argument);

/** Leaves garbage in every register that a function may change. */
[[gnu::visibility("hidden")]] void cd_test_fill_scratch();

/** Calls `function(argument)` on the stack that ends at `top`, as koffi does: the thread's own
 * stack pointer is kept in the frame pointer. */
[[gnu::visibility("hidden")]] int64_t cd_test_call_on(void *top, int64_t (*function)(int64_t),
                                                      int64_t argument);
}
