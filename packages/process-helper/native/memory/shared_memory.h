// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>

#include "../process/owned_fd.h"

namespace cofferdam {

/** A mapping of memory that host and helpers share: a sealed memfd. */
class SharedMemory {
 public:
  SharedMemory() = default;
  SharedMemory(const SharedMemory &) = delete;
  SharedMemory &operator=(const SharedMemory &) = delete;
  ~SharedMemory() { close(); }

  /**
   * Host: new memory, all zeros, of so many bytes rounded up to pages; a page costs nothing until
   * it is touched. `fd` gets the descriptor for helpers: nobody can change the size of the memory
   * any more, so that no access to it can raise SIGBUS. 0, or an errno.
   *
   * @param name what /proc shows
   */
  int create(const char *name, size_t bytes, OwnedFd &fd);

  /** Helper: maps all of it. 0, or an errno: EPROTO when it is no memory. */
  int open(int fd);

  /** Unmaps it: whoever still has a pointer must not use it. */
  void close();

  uint8_t *base() const { return base_; }
  size_t bytes() const { return bytes_; }

 private:
  int map(int fd, size_t bytes);

  uint8_t *base_ = nullptr;  // owned
  size_t bytes_ = 0;
};

constexpr size_t kPage = 4096;
/** Sums of sizes up to this cannot overflow. */
constexpr size_t kMaxMemoryBytes = size_t{1} << 40;

constexpr size_t whole_pages(size_t bytes) { return (bytes + kPage - 1) & ~(kPage - 1); }

}  // namespace cofferdam
