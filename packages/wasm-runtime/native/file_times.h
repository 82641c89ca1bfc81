// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

namespace cofferdam {

/** Nanoseconds since 1970; nothing: that time stays. */
struct FileTimes {
  std::optional<uint64_t> atim;
  std::optional<uint64_t> mtim;
};

/** Returns 0 or -errno. `follow`: the file that a link at `path` leads to, else the link itself. */
int set_file_times(const char *path, bool follow, const FileTimes &times);

}  // namespace cofferdam
