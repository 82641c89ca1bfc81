// SPDX-License-Identifier: Apache-2.0
// Memory between guard regions.
//
//   guard_low               low                     high                   guard_high
//   | 64 KiB, no access     |        | the buffer   | 64 KiB, no access    |
//
// The buffer ends where the upper guard begins, so that the first byte past it faults. Guards take
// address space, not memory; they are wider than a page so that a stride does not step over them.
#pragma once
#include <cstddef>
#include <cstdint>

namespace cofferdam {

constexpr size_t kGuardBytes = size_t{64} << 10;  // strides up to 64 KiB cannot jump it

/** What the guest may do with it. */
enum class Access { ReadWrite, ReadOnly };

struct Mapping {
  uintptr_t guard_low;
  uintptr_t low;
  uintptr_t high;
  uintptr_t guard_high;
  uintptr_t host;  // where the host writes: `low`, or other addresses of the same pages
};

size_t page_bytes();
inline size_t round_up(size_t bytes, size_t to) { return (bytes + to - 1) & ~(to - 1); }

/** Maps `bytes`, rounded up to pages. 0, or an errno. */
int map_region(size_t bytes, Access access, Mapping &mapping);
void unmap_region(const Mapping &mapping);

}  // namespace cofferdam
