// SPDX-License-Identifier: Apache-2.0
#include "arena.h"

#include <sys/mman.h>

#include <algorithm>
#include <cstring>

namespace cofferdam {
namespace {

/** What is given back at a time: a system call for each page would cost more than the page. */
constexpr size_t kChunk = 64 * 1024;

/** At the start, where new blocks go first, the memory is kept: small ones come and go there. */
constexpr size_t kKept = 1024 * 1024;

constexpr size_t round_down(size_t offset, size_t unit) { return offset / unit * unit; }
constexpr size_t round_up(size_t offset, size_t unit) { return (offset + unit - 1) / unit * unit; }

/** The whole units in what lies from `start` to `end`. */
Range whole(size_t start, size_t end, size_t unit) {
  const size_t first = round_up(start, unit);
  const size_t last = round_down(end, unit);
  return first < last ? Range{first, last - first} : Range{};
}

}  // namespace

int Arena::create(size_t bytes) {
  if (const int error = memory_.create("cofferdam-arena", bytes, fd_); error != 0) return error;
  blocks_ = Blocks(memory_.bytes());
  return 0;
}

size_t Arena::allocate(size_t bytes) {
  const size_t offset = blocks_.allocate(bytes);
  if (offset != Blocks::kNone) clear({offset, blocks_.size_of(offset)});
  return offset;
}

/** Of the chunks that the block was in: those in which nothing is left. */
bool Arena::release(size_t offset) {
  const size_t end = offset + blocks_.size_of(offset);
  const Range free = blocks_.release(offset);
  if (free.bytes == 0) return false;
  const size_t first = std::max({free.start, round_down(offset, kChunk), kKept});
  discard(whole(first, std::min(free.start + free.bytes, round_up(end, kChunk)), kChunk));
  return true;
}

void Arena::close() {
  memory_.close();
  fd_.reset();
  blocks_ = Blocks(0);
}

void Arena::clear(Range range) {
  const size_t end = range.start + range.bytes;
  const Range pages = range.bytes < kChunk ? Range{end, 0} : whole(range.start, end, kPage);
  std::memset(base() + range.start, 0, pages.start - range.start);
  discard(pages);
  const size_t rest = pages.start + pages.bytes;
  std::memset(base() + rest, 0, end - rest);
}

/** Its pages are zeros from now on, and no memory is behind them until they are touched. */
void Arena::discard(Range range) {
  if (range.bytes == 0) return;
  uint8_t *start = base() + range.start;
  // refused where the sandbox that the host itself runs in forbids it
  if (madvise(start, range.bytes, MADV_REMOVE) != 0) std::memset(start, 0, range.bytes);
}

}  // namespace cofferdam
