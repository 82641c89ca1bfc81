// SPDX-License-Identifier: Apache-2.0
#include "blocks.h"

#include <algorithm>
#include <iterator>

namespace cofferdam {

Blocks::Blocks(size_t bytes) {
  if (bytes >= kAlignment) free_.emplace(0, bytes / kAlignment * kAlignment);
}

size_t Blocks::allocate(size_t bytes) {
  if (bytes > SIZE_MAX / 2) return kNone;
  const size_t wanted = std::max(bytes, size_t{1});  // each block has an offset of its own
  const size_t size = (wanted + kAlignment - 1) / kAlignment * kAlignment;
  const auto fits = [size](const auto &block) { return block.second >= size; };
  const auto found = std::find_if(free_.begin(), free_.end(), fits);
  if (found == free_.end()) return kNone;
  const auto [offset, room] = *found;
  free_.erase(found);
  if (room > size) free_.emplace(offset + size, room - size);
  taken_.emplace(offset, size);
  return offset;
}

Range Blocks::release(size_t offset) {
  const auto found = taken_.find(offset);
  if (found == taken_.end()) return {};
  auto block = free_.emplace(offset, found->second).first;
  taken_.erase(found);
  const auto after = std::next(block);
  if (after != free_.end() && block->first + block->second == after->first) {
    block->second += after->second;
    free_.erase(after);
  }
  if (block == free_.begin()) return {block->first, block->second};
  const auto before = std::prev(block);
  if (before->first + before->second == block->first) {
    before->second += block->second;
    free_.erase(block);
    block = before;
  }
  return {block->first, block->second};
}

size_t Blocks::size_of(size_t offset) const {
  const auto found = taken_.find(offset);
  return found == taken_.end() ? 0 : found->second;
}

}  // namespace cofferdam
