// SPDX-License-Identifier: Apache-2.0
// The layer that runs guest calls on stacks of their own: one cd_layer per stack size.
#pragma once
#include <cstddef>

#include "cofferdam/layer_abi.h"

namespace cofferdam {

struct StackUse {
  size_t bytes;       // usable size of each stack
  size_t high_water;  // most that was touched on any of them, page-granular
  size_t stacks;      // alive, on all threads
};

/** The layer for stacks of `bytes`; the same one every time. */
cd_layer *stack_layer(size_t bytes);

StackUse stack_use(size_t bytes);

/** Gives back the memory of this thread's stacks that no live call uses. */
void trim_idle_stacks();

}  // namespace cofferdam
