// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <unordered_set>

namespace cofferdam {

/** The descriptors that one thread of Node opened here: Node does not know of them, and closes none
 * when a worker is terminated. */
class Descriptors {
 public:
  Descriptors() = default;
  Descriptors(const Descriptors &) = delete;
  Descriptors &operator=(const Descriptors &) = delete;
  ~Descriptors();

  /** open_beneath, whose descriptor is owned here until it is closed here. */
  int open(int directory, const char *path, int flags);

  /** Does nothing to a descriptor that is not owned here. */
  void close(int fd);

 private:
  std::unordered_set<int> open_;
};

}  // namespace cofferdam
