// SPDX-License-Identifier: Apache-2.0
// The frames of an interrupted thread, from inside a signal handler.
#pragma once
#include <cstdint>

namespace cofferdam {

struct Frame {
  uintptr_t pc;
  bool is_return;  // pc is where a call returns to, not the instruction that was interrupted
  uintptr_t sp;    // in this frame, once the frame inside of it has returned
  uintptr_t frame_pointer;  // the register, in this frame
};

/** @returns whether to stop */
using Visit = bool (*)(void *self, const Frame &frame);

/** Visits the frames of the interrupted code, innermost first. Survives whatever the guest did to
 * its stack: a fault while unwinding ends the walk early. Not reentrant on one thread. */
void walk_frames(void *ucontext, Visit visit, void *self);

/** Has the unwinder a table for this code? Without one a walk ends there. */
bool can_unwind(uintptr_t pc);

/** Does something that may fault. False: it did. */
bool survives(void (*act)(void *self), void *self);

/** First thing in the handler of a trap: when it comes from the unwinder itself, returns to
 * `walk_frames` or `survives`. */
void leave_broken_walk();

/** Makes the unwinder's first use, which may take the loader's lock, happen outside of a handler.
 */
void warm_up_unwinder();

}  // namespace cofferdam
