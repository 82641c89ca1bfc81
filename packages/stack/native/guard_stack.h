// SPDX-License-Identifier: Apache-2.0
// Stacks between guard regions.
//
//   guard_low                low                         top              guard_high
//   | 1 MiB, no access       | usable, grows down <----- |  1 MiB, no access |
//
// The lower guard is wide because a frame larger than one page can step over it without touching it
// (gcc without -fstack-clash-protection); the upper one stops a smash that runs up and out.
#pragma once
#include <cstddef>

#include "cofferdam/layer_abi.h"

namespace cofferdam {

constexpr size_t kGuardBytes = size_t{1} << 20;  // frames up to 1 MiB cannot jump it
constexpr size_t kHeadroomBytes =
    256;  // above top: a smash of the first frame shows where it returns to

/** Maps a stack with `bytes` usable. 0, or an errno. */
int map_stack(size_t bytes, cd_stack &stack);
void unmap_stack(const cd_stack &stack);

/** Gives the pages below `keep` bytes from the top back to the kernel. */
void trim_stack(const cd_stack &stack, size_t keep);

/** Bytes from the top down to the lowest page that was touched since the last trim. */
size_t touched_bytes(const cd_stack &stack);

}  // namespace cofferdam
