// SPDX-License-Identifier: Apache-2.0
#include "file_times.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>

namespace cofferdam {
namespace {

constexpr uint64_t kNanoseconds = 1'000'000'000;

timespec timespec_of(const std::optional<uint64_t> &time) {
  if (!time) return {0, UTIME_OMIT};
  return {static_cast<time_t>(*time / kNanoseconds), static_cast<long>(*time % kNanoseconds)};
}

}  // namespace

int set_file_times(const char *path, bool follow, const FileTimes &times) {
  const timespec both[2] = {timespec_of(times.atim), timespec_of(times.mtim)};
  return utimensat(AT_FDCWD, path, both, follow ? 0 : AT_SYMLINK_NOFOLLOW) == 0 ? 0 : -errno;
}

}  // namespace cofferdam
