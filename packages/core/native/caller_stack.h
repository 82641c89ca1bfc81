// SPDX-License-Identifier: Apache-2.0
// An FFI may call on a private stack of its own (koffi does). Guests that run in place use that
// stack, and its one guard page is jumped by a large frame: the low end becomes a wider guard.
#pragma once
#include <cstdint>

namespace cofferdam {

/** A call that overflowed this thread's caller stack, from `sp` down, is over: gives its pages
 * back. The FFI may keep the mapping for longer than its thread lives. */
void trim_caller_stack(uintptr_t sp);

}  // namespace cofferdam

extern "C" {
/** Call once per JavaScript thread *through the FFI*. Makes the lowest CD_CALLER_GUARD_BYTES of the
 *  stack it finds itself on inaccessible and remembers the stack's bounds.
 *  Returns the bytes left; 0: it runs on the thread's own stack; negative: an errno, -EPROTO when
 * the gate could not find the thread's stack again to throw an error there. */
int64_t cd_guard_caller_stack();
}
