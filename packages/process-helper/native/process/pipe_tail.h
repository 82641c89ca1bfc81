// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <cstddef>
#include <string>

#include "owned_fd.h"

namespace cofferdam {

/** The last of what comes through a pipe. A helper may write for ever: it fills no memory. */
class PipeTail {
 public:
  static constexpr size_t kBytes = 16 * 1024;

  /** Opens the pipe, of which `writer` is for a helper. 0, or an errno. */
  int open(OwnedFd &writer);

  /** Closes it; what has come stays. */
  void close() { fd_.reset(); }

  /** To wait for; -1: nothing can come any more. Borrowed. */
  int fd() const { return has_ended_ ? -1 : fd_.get(); }

  /** Reads some of what is there, without waiting: no more than a full pipe usually has. */
  void drain();

  /** What has come until now, as far as it is kept: also what a helper that is dead wrote last. */
  std::string text();

 private:
  /** False: nothing is there. */
  bool read_some();
  void keep(const char *bytes, size_t count);

  OwnedFd fd_;
  bool has_ended_ = false;
  size_t count_ = 0;               // of all bytes that have come
  std::array<char, kBytes> kept_;  // byte n of them, while it is one of the last, is at n % kBytes
};

}  // namespace cofferdam
