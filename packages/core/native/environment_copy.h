// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>

namespace cofferdam {

/** The process's environment as it is now, in pages of its own. A C library that is loaded later is
 *  given the host's array itself, which the host's next setenv() frees. */
class EnvironmentCopy {
 public:
  EnvironmentCopy();
  EnvironmentCopy(const EnvironmentCopy &) = delete;
  EnvironmentCopy &operator=(const EnvironmentCopy &) = delete;
  ~EnvironmentCopy();

  /** As environ(7). Null: there is no memory for it. */
  char **variables() const { return variables_; }

 private:
  size_t bytes_ = 0;
  char **variables_ = nullptr;  // owned
};

}  // namespace cofferdam
