// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <unistd.h>

#include <cstddef>

namespace cofferdam {

/** Says on stderr why a call is not abandoned. Async-signal-safe. @returns false */
template <size_t kBytes>
bool refuse(const char (&why)[kBytes]) {
  [[maybe_unused]] const ssize_t written = write(STDERR_FILENO, why, kBytes - 1);
  return false;
}

}  // namespace cofferdam
