// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <map>

namespace cofferdam {

/** Part of an area. */
struct Range {
  size_t start = 0;
  size_t bytes = 0;
};

/**
 * The blocks of a shared area. What is taken is remembered in memory of the host's own: the helper
 * can neither move a block nor make one larger.
 */
class Blocks {
 public:
  static constexpr size_t kNone = SIZE_MAX;
  /** A cache line: no two blocks share one. */
  static constexpr size_t kAlignment = 64;

  explicit Blocks(size_t bytes);

  /** Offset of a new block, a multiple of kAlignment. kNone: there is no room. */
  size_t allocate(size_t bytes);

  /** The free space that the block is now part of; empty: no block starts there. */
  Range release(size_t offset);

  /** Size of the block that starts there, as it was rounded up; 0: none does. */
  size_t size_of(size_t offset) const;

 private:
  std::map<size_t, size_t> free_;   // offset -> bytes; neighbours are always joined
  std::map<size_t, size_t> taken_;  // offset -> bytes
};

}  // namespace cofferdam
