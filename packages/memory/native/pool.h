// SPDX-License-Identifier: Apache-2.0
// Regions that are kept for the next call, so that lending a buffer takes no system call.
#pragma once
#include "regions.h"

namespace cofferdam {

constexpr size_t kMaxPooledBytes = size_t{16} << 20;  // kept by the process while nobody needs them
constexpr size_t kLargestPooled = size_t{4} << 20;    // copying more costs more than mapping it

/** A region for `bytes`; its memory holds what the call before left. 0, or an errno. */
int take_region(size_t bytes, Access access, Region *&region);
void put_region(Region *region);

/** Bytes of the regions that are not lent. */
size_t pooled_bytes();

}  // namespace cofferdam
