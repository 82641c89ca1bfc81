// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "../memory/shared_memory.h"
#include "ring.h"

namespace cofferdam {

/** The shared memory of a ring. */
class Region {
 public:
  /** Host: a new one, of which `fd` is for the helper. 0, or an errno. */
  int create(size_t payload_bytes, OwnedFd &fd);

  /** Helper: maps what the host has created. 0, or an errno: EPROTO when it is something else. */
  int open(int fd);

  /** Unmaps it: whoever still has a pointer must not use it. */
  void close() { memory_.close(); }

  Control &control() const { return *reinterpret_cast<Control *>(memory_.base()); }
  Record *requests() const { return reinterpret_cast<Record *>(memory_.base() + kRequestsOffset); }
  Record *responses() const {
    return reinterpret_cast<Record *>(memory_.base() + kResponsesOffset);
  }
  uint8_t *payload() const { return memory_.base() + kPayloadOffset; }
  size_t payload_bytes() const { return memory_.bytes() - kPayloadOffset; }

 private:
  SharedMemory memory_;
};

}  // namespace cofferdam
