// SPDX-License-Identifier: Apache-2.0
#include "regions.h"

#include <cerrno>
#include <mutex>

namespace cofferdam {
namespace {

constexpr auto kRelaxed = std::memory_order_relaxed;

std::mutex mutex;
Region table[kMaxRegions];
std::atomic<size_t> used{0};  // entries that were ever in use
size_t live = 0;
Region *unused = nullptr;

Region *claim() {
  std::lock_guard lock(mutex);
  Region *region = unused;
  if (region != nullptr) {
    unused = region->next;
  } else {
    const size_t index = used.load(kRelaxed);
    if (index == kMaxRegions) return nullptr;
    region = &table[index];
    used.store(index + 1, std::memory_order_release);
  }
  live++;
  return region;
}

void release(Region *region) {
  std::lock_guard lock(mutex);
  region->next = unused;
  unused = region;
  live--;
}

void publish(Region &region) {
  region.start.store(region.mapping.high, kRelaxed);
  region.length.store(0, kRelaxed);
  region.argument.store(kNotLent, kRelaxed);
  region.guard_high.store(region.mapping.guard_high, kRelaxed);
  region.guard_low.store(region.mapping.guard_low, std::memory_order_release);
}

}  // namespace

int create_region(size_t bytes, Access access, Region *&region) {
  region = claim();
  if (region == nullptr) return ENOSPC;
  if (const int error = map_region(bytes, access, region->mapping); error != 0) {
    release(region);
    region = nullptr;
    return error;
  }
  region->access = access;
  publish(*region);
  return 0;
}

void dispose_region(Region *region) {
  region->guard_low.store(0, std::memory_order_release);  // first: its addresses may be reused
  unmap_region(region->mapping);
  release(region);
}

const Region *find_region(uintptr_t address) {
  const size_t count = used.load(std::memory_order_acquire);
  for (size_t index = 0; index < count; index++) {
    const Region &region = table[index];
    const uintptr_t low = region.guard_low.load(std::memory_order_acquire);
    if (low != 0 && address >= low && address < region.guard_high.load(kRelaxed)) return &region;
  }
  return nullptr;
}

size_t region_count() {
  std::lock_guard lock(mutex);
  return live;
}

}  // namespace cofferdam
