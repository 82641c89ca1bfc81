// SPDX-License-Identifier: Apache-2.0
#include "pool.h"

#include <algorithm>
#include <bit>
#include <mutex>

namespace cofferdam {
namespace {

/** One list per power of two, of pages. */
constexpr size_t kSizes = 32;

std::mutex mutex;
Region *idle[2][kSizes];
size_t idle_bytes = 0;

size_t bytes_of(const Region &region) { return region.mapping.high - region.mapping.low; }

Region *&list_of(size_t bytes, Access access) {
  return idle[access == Access::ReadOnly ? 1 : 0][std::countr_zero(bytes)];
}

Region *reuse(size_t bytes, Access access) {
  std::lock_guard lock(mutex);
  Region *&list = list_of(bytes, access);
  Region *region = list;
  if (region == nullptr) return nullptr;
  list = region->next;
  idle_bytes -= bytes;
  return region;
}

bool keep(Region *region) {
  const size_t bytes = bytes_of(*region);
  if (bytes > kLargestPooled) return false;
  std::lock_guard lock(mutex);
  if (idle_bytes + bytes > kMaxPooledBytes) return false;
  Region *&list = list_of(bytes, region->access);
  region->next = list;
  list = region;
  idle_bytes += bytes;
  return true;
}

}  // namespace

int take_region(size_t bytes, Access access, Region *&region) {
  if (bytes > kLargestPooled) return create_region(bytes, access, region);
  const size_t size = std::bit_ceil(std::max(bytes, page_bytes()));
  region = reuse(size, access);
  return region != nullptr ? 0 : create_region(size, access, region);
}

void put_region(Region *region) {
  if (!keep(region)) dispose_region(region);
}

size_t pooled_bytes() {
  std::lock_guard lock(mutex);
  return idle_bytes;
}

}  // namespace cofferdam
