// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "../process/owned_fd.h"
#include "ring.h"

namespace cofferdam {

/** A mapping of the shared memory. */
class Region {
 public:
  Region() = default;
  Region(const Region &) = delete;
  Region &operator=(const Region &) = delete;
  ~Region() { close(); }

  /**
   * Host: new memory; the sizes are rounded up to pages. `fd` gets the descriptor for the helper:
   * nobody can change the size of the memory any more, so that no access to it can raise SIGBUS. 0,
   * or an errno.
   */
  int create(size_t payload_bytes, size_t arena_bytes, OwnedFd &fd);

  /** Helper: maps what the host has created. 0, or an errno: EPROTO when it is something else. */
  int open(int fd);

  /** Unmaps it: whoever still has a pointer must not use it. */
  void close();

  Control &control() const { return *reinterpret_cast<Control *>(base_); }
  Record *requests() const { return reinterpret_cast<Record *>(base_ + kRequestsOffset); }
  Record *responses() const { return reinterpret_cast<Record *>(base_ + kResponsesOffset); }
  uint8_t *payload() const { return base_ + kPayloadOffset; }
  uint8_t *arena() const { return payload() + payload_bytes_; }
  size_t payload_bytes() const { return payload_bytes_; }
  size_t arena_bytes() const { return arena_bytes_; }

 private:
  int map(int fd, size_t bytes);

  uint8_t *base_ = nullptr;  // owned
  size_t bytes_ = 0;
  // private copies: the helper can write those in the memory
  size_t payload_bytes_ = 0;
  size_t arena_bytes_ = 0;
};

}  // namespace cofferdam
