// SPDX-License-Identifier: Apache-2.0
// The table of live regions. Written under a lock; read without one, in signal context.
#pragma once
#include <atomic>

#include "region.h"

namespace cofferdam {

/** Each takes 3 or 4 of the process's mappings, of which Linux allows 65,530 (vm.max_map_count). */
constexpr size_t kMaxRegions = 8192;
constexpr int32_t kNotLent = -1;

struct Region {
  // Read in signal context.
  std::atomic<uintptr_t> guard_low;  // 0: free; written last, read first
  std::atomic<uintptr_t> guard_high;
  std::atomic<uintptr_t> start;  // of the buffer in it
  std::atomic<size_t> length;
  std::atomic<int32_t> argument;  // its index in the call that it is lent to, or kNotLent

  Mapping mapping;
  Access access;
  Region *next;  // in a list of free ones
};

/** Maps a region. 0, or an errno; ENOSPC: there are kMaxRegions. */
int create_region(size_t bytes, Access access, Region *&region);
void dispose_region(Region *region);

/** Signal context: the region whose memory or guards `address` is in. */
const Region *find_region(uintptr_t address);

size_t region_count();

}  // namespace cofferdam
