// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "blocks.h"
#include "shared_memory.h"

namespace cofferdam {

/**
 * Host: shared memory for buffers, of as many helpers as are given its descriptor, and longer than
 * any of them lives.
 *
 * A new block is all zeros, whatever was there before. Large blocks are made so by giving their
 * pages back: until it is touched again, such a block costs no memory.
 */
class Arena {
 public:
  /** 0, or an errno. */
  int create(size_t bytes);

  /** Offset of a new block. Blocks::kNone: there is no room. */
  size_t allocate(size_t bytes);

  /** Gives back what no block needs any more. False: no block starts there. */
  bool release(size_t offset);

  /** Unmaps it: whoever still has a pointer must not use it. */
  void close();

  /** For helpers; borrowed. */
  int fd() const { return fd_.get(); }
  uint8_t *base() const { return memory_.base(); }
  size_t bytes() const { return memory_.bytes(); }

 private:
  void clear(Range range);
  void discard(Range range);

  SharedMemory memory_;
  OwnedFd fd_;
  Blocks blocks_{0};
};

}  // namespace cofferdam
