// SPDX-License-Identifier: Apache-2.0
// Guarded buffers: regions that the host holds, and lends as they are.
#pragma once
#include "regions.h"

namespace cofferdam {

/** A buffer of `length` bytes, at a multiple of `align` (a power of two, at most a page). 0, or an
 * errno. */
int create_guarded(size_t length, size_t align, Region *&region);
void dispose_guarded(Region *region);

/** The guarded buffer that is just these bytes, or nullptr. */
Region *guarded_at(uintptr_t start, size_t length);

size_t guarded_count();

}  // namespace cofferdam
