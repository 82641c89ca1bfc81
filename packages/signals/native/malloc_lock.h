// SPDX-License-Identifier: Apache-2.0
// A guest that is abandoned inside malloc or free may hold glibc's arena lock; the host's next
// malloc would then wait for ever. Where glibc's layout is the one we know, the lock is released;
// where it is not, such a fault is not recovered from at all: better dead than hung.
#pragma once
#include "cofferdam/layer_abi.h"

namespace cofferdam {

/** Finds the allocator's code and its main arena, and verifies both. Once, in normal context. */
void learn_malloc();

/** Can an arena lock be released on this machine? */
bool can_release_malloc();

/** Is one of the frames inside the allocator? It calls nobody else's code, and what it calls is not
 * deep: its frame is among those that are kept. Signal context. */
bool is_inside_malloc(const cd_fault &fault);

/** Releases every arena lock that stays taken although nobody can be using it. Allocates nothing.
 *  Returns how many. */
int release_malloc();

}  // namespace cofferdam
