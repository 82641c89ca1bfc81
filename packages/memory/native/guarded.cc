// SPDX-License-Identifier: Apache-2.0
#include "guarded.h"

#include <cerrno>
#include <mutex>
#include <new>
#include <unordered_map>

namespace cofferdam {
namespace {

std::mutex mutex;
std::atomic<size_t> count{0};

/** By the address of the first byte. Never destroyed: workers may end after the process's statics.
 */
std::unordered_map<uintptr_t, Region *> &starts() {
  static auto &map = *new std::unordered_map<uintptr_t, Region *>();
  return map;
}

}  // namespace

int create_guarded(size_t length, size_t align, Region *&region) {
  const size_t bytes = round_up(length, align);
  if (const int error = create_region(bytes, Access::ReadWrite, region); error != 0) return error;
  const uintptr_t start = region->mapping.high - bytes;
  region->start = start;
  region->length = length;
  std::lock_guard lock(mutex);
  starts()[start] = region;
  count = starts().size();
  return 0;
}

void dispose_guarded(Region *region) {
  {
    std::lock_guard lock(mutex);
    starts().erase(region->start);
    count = starts().size();
  }
  dispose_region(region);
}

Region *guarded_at(uintptr_t start, size_t length) {
  if (count == 0) return nullptr;
  std::lock_guard lock(mutex);
  const auto found = starts().find(start);
  return found != starts().end() && found->second->length == length ? found->second : nullptr;
}

size_t guarded_count() { return count; }

}  // namespace cofferdam
